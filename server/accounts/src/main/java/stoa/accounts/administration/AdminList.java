package stoa.accounts.administration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import stoa.accounts.people.Administrators;
import stoa.accounts.provision.Provisioning;
import stoa.core.command.CommandStep;
import stoa.core.command.Note;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.store.account.AccountStore.Mark;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who administers the domain (XEP-0133 section 4.29). Those that the configuration names stay
 * whatever the form says, and nobody takes their own rights away.
 */
final class AdminList {
    /** How many administrators a domain may have. */
    static final int MAX = 1_000;

    private static final String FIELD = "adminjids";

    private final AccountStore accounts;
    private final Administrators administrators;
    private final Provisioning provisioning;

    AdminList(AccountStore accounts, Administrators administrators, Provisioning provisioning) {
        this.accounts = accounts;
        this.administrators = administrators;
        this.provisioning = provisioning;
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(gate.domain("edit-admin", "Edit the list of administrators", this::ask));
    }

    private CompletionStage<Set<BareJid>> marked(String domain) {
        return accounts.list(domain, Mark.ADMIN, null, MAX + 1)
                .thenApply(
                        found ->
                                found.stream()
                                        .map(Account::address)
                                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private CompletionStage<CommandStep> ask(Admin admin) {
        return marked(admin.domain())
                .thenApply(
                        marked -> {
                            Set<String> all = new TreeSet<>();
                            marked.forEach(account -> all.add(account.toString()));
                            administrators
                                    .configured(admin.domain())
                                    .forEach(account -> all.add(account.toString()));
                            DataForm form =
                                    AdminForm.asked(
                                            "Administrators",
                                            "Accounts of " + admin.domain() + ".",
                                            FormField.many(
                                                    FormField.Type.JID_MULTI,
                                                    FIELD,
                                                    "Administrators",
                                                    List.copyOf(all)));
                            return CommandStep.askLast(form, submitted -> edit(admin, submitted));
                        });
    }

    private CompletionStage<CommandStep> edit(Admin admin, DataForm submitted) {
        List<String> values = AdminForm.values(submitted, FIELD);
        if (values.size() > MAX) {
            return CommandStep.failed("At most " + MAX + " administrators.").now();
        }
        Set<BareJid> wanted = new LinkedHashSet<>();
        for (String value : values) {
            Jid address = Addresses.parse(value);
            if (address == null
                    || !(address.bare() instanceof BareJid account)
                    || !account.domain().equals(admin.domain())) {
                return CommandStep.failed(
                                "\""
                                        + value.strip()
                                        + "\" is no account of "
                                        + admin.domain()
                                        + ".")
                        .now();
            }
            wanted.add(account);
        }
        return marked(admin.domain()).thenCompose(marked -> edit(admin, marked, wanted));
    }

    private CompletionStage<CommandStep> edit(
            Admin admin, Set<BareJid> marked, Set<BareJid> wanted) {
        if (marked.contains(admin.account()) && !wanted.contains(admin.account())) {
            return CommandStep.failed("Another administrator has to take your rights away.").now();
        }
        List<BareJid> added = new ArrayList<>(wanted);
        added.removeAll(marked);
        // Who is an administrator by the configuration needs no mark.
        added.removeIf(administrators::isConfigured);
        List<BareJid> removed = new ArrayList<>(marked);
        removed.removeAll(wanted);
        return InOrder.each(added, accounts::find)
                .thenCompose(
                        found ->
                                found.stream().anyMatch(Optional::isEmpty)
                                        ? CommandStep.failed(
                                                        "One of these accounts does not exist.")
                                                .now()
                                        : change(admin, wanted, added, removed));
    }

    private CompletionStage<CommandStep> change(
            Admin admin, Set<BareJid> wanted, List<BareJid> added, List<BareJid> removed) {
        return InOrder.each(added, account -> provisioning.setAdmin(account, true))
                .thenCompose(
                        x ->
                                InOrder.each(
                                        removed, account -> provisioning.setAdmin(account, false)))
                .thenApply(
                        x -> {
                            List<Note> notes = new ArrayList<>();
                            notes.add(
                                    Note.info(
                                            added.size()
                                                    + " added, "
                                                    + removed.size()
                                                    + " removed."));
                            if (!wanted.containsAll(administrators.configured(admin.domain()))) {
                                notes.add(
                                        Note.warn(
                                                "Administrators whom the configuration names"
                                                        + " stay."));
                            }
                            return new CommandStep.Done(notes, List.of());
                        });
    }
}
