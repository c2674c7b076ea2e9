package stoa.accounts.administration;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.core.command.CommandStep;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.ServedDomains;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * Adding, removing, disabling and enabling accounts, ending their sessions and setting their
 * passwords (XEP-0133 sections 4.1 to 4.7): by the same {@link Provisioning} as the command line
 * and the web. All accounts a form names are checked before anything is done.
 */
final class UserCommands {
    private final Provisioning provisioning;
    private final AccountStore accounts;
    private final ResourceRegistry registry;
    private final ServedDomains served;

    UserCommands(
            Provisioning provisioning,
            AccountStore accounts,
            ResourceRegistry registry,
            ServedDomains served) {
        this.provisioning = provisioning;
        this.accounts = accounts;
        this.registry = registry;
        this.served = served;
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(
                gate.domain("add-user", "Add a person", this::askToAdd),
                gate.domain("delete-user", "Remove people", this::askToDelete),
                gate.domain("disable-user", "Disable accounts", this::askToDisable),
                gate.domain("reenable-user", "Enable accounts again", this::askToEnable),
                gate.domain("end-user-session", "End sessions", this::askToEndSessions),
                gate.domain("change-user-password", "Set a password", this::askForPassword));
    }

    private CompletionStage<CommandStep> askToAdd(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "Add a person",
                        "The person can sign in at once.",
                        AdminForm.account("The new account's address"),
                        AdminForm.password("password", "Password"),
                        AdminForm.password("password-verify", "The password again"),
                        FormField.of(FormField.Type.TEXT_SINGLE, "given_name", "Given name"),
                        FormField.of(FormField.Type.TEXT_SINGLE, "surname", "Family name"));
        return CommandStep.askLast(form, submitted -> add(admin, submitted)).now();
    }

    private CompletionStage<CommandStep> add(Admin admin, DataForm submitted) {
        Addresses named = Addresses.in(submitted, AdminForm.ACCOUNT, admin, served);
        if (named.problem() != null) {
            return CommandStep.failed(named.problem()).now();
        }
        String password = String.valueOf(submitted.value("password"));
        if (!password.equals(submitted.value("password-verify"))) {
            return CommandStep.failed("The two passwords differ.").now();
        }
        String name =
                (AdminForm.text(submitted, "given_name")
                                + " "
                                + AdminForm.text(submitted, "surname"))
                        .strip();
        BareJid address = named.accounts().getFirst();
        return provisioning
                .create(new NewAccount(address, name, password, false))
                .thenApply(
                        outcome ->
                                switch (outcome) {
                                    case Provisioned.Created made ->
                                            CommandStep.done(address + " was added.");
                                    case Provisioned.Taken taken ->
                                            CommandStep.failed(address + " exists already.");
                                    case Provisioned.Unacceptable refused ->
                                            CommandStep.failed(refused.says());
                                });
    }

    private CompletionStage<CommandStep> askToDelete(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "Remove people",
                        "Their sessions end. What they wrote stays in the archive.",
                        AdminForm.accounts("The accounts to remove"));
        return CommandStep.askLast(
                        form,
                        submitted ->
                                onOthers(
                                        admin,
                                        submitted,
                                        account -> provisioning.delete(account),
                                        "removed"))
                .now();
    }

    private CompletionStage<CommandStep> askToDisable(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "Disable accounts",
                        "Their sessions end, and nobody can sign in until they are enabled again.",
                        AdminForm.accounts("The accounts to disable"));
        return CommandStep.askLast(
                        form,
                        submitted ->
                                onOthers(
                                        admin,
                                        submitted,
                                        account -> provisioning.setEnabled(account, false),
                                        "disabled"))
                .now();
    }

    private CompletionStage<CommandStep> askToEnable(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "Enable accounts again",
                        "They can be signed in to as before.",
                        AdminForm.accounts("The accounts to enable"));
        return CommandStep.askLast(
                        form,
                        submitted ->
                                onAll(
                                        Addresses.in(submitted, AdminForm.ACCOUNTS, admin, served),
                                        account -> provisioning.setEnabled(account, true),
                                        "enabled"))
                .now();
    }

    /**
     * On those named, but never on the administrator's own account: nobody locks themselves out.
     */
    private CompletionStage<CommandStep> onOthers(
            Admin admin,
            DataForm submitted,
            Function<BareJid, CompletionStage<?>> work,
            String done) {
        Addresses named = Addresses.in(submitted, AdminForm.ACCOUNTS, admin, served);
        return named.accounts().contains(admin.account())
                ? CommandStep.failed("This cannot be done to your own account.").now()
                : onAll(named, work, done);
    }

    private CompletionStage<CommandStep> onAll(
            Addresses named, Function<BareJid, CompletionStage<?>> work, String done) {
        if (named.problem() != null) {
            return CommandStep.failed(named.problem()).now();
        }
        List<BareJid> all = named.accounts();
        return missing(all)
                .thenCompose(
                        missing ->
                                missing != null
                                        ? CommandStep.failed("There is no account " + missing + ".")
                                                .now()
                                        : InOrder.each(
                                                        all,
                                                        account ->
                                                                work.apply(account)
                                                                        .thenApply(x -> account))
                                                .thenApply(x -> CommandStep.done(said(all, done))));
    }

    private static String said(List<BareJid> accounts, String done) {
        return accounts.size() == 1
                ? accounts.getFirst() + " was " + done + "."
                : accounts.size() + " accounts were " + done + ".";
    }

    /** The first that is no account, or null. */
    private CompletionStage<@Nullable BareJid> missing(List<BareJid> addresses) {
        CompletionStage<@Nullable BareJid> missing = CompletableFuture.completedFuture(null);
        for (BareJid address : addresses) {
            missing =
                    missing.thenCompose(
                            before ->
                                    before != null
                                            ? CompletableFuture.<@Nullable BareJid>completedFuture(
                                                    before)
                                            : accounts.find(address)
                                                    .<@Nullable BareJid>thenApply(
                                                            found ->
                                                                    found.isPresent()
                                                                            ? null
                                                                            : address));
        }
        return missing;
    }

    private CompletionStage<CommandStep> askToEndSessions(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "End sessions",
                        "All sessions of an account, or with a resource only that one.",
                        AdminForm.accounts("The accounts, or full addresses"));
        return CommandStep.askLast(form, submitted -> endSessions(admin, submitted)).now();
    }

    private CompletionStage<CommandStep> endSessions(Admin admin, DataForm submitted) {
        Addresses named = Addresses.in(submitted, AdminForm.ACCOUNTS, admin, served);
        if (named.problem() != null) {
            return CommandStep.failed(named.problem()).now();
        }
        int ended = 0;
        for (Jid address : named.all()) {
            for (ConnectedResource resource : resources(address)) {
                resource.session().end("policy-violation", "An administrator ended this session.");
                ended++;
            }
        }
        return CommandStep.done(ended == 1 ? "One session ended." : ended + " sessions ended.")
                .now();
    }

    private List<ConnectedResource> resources(Jid address) {
        if (address instanceof FullJid full) {
            ConnectedResource resource = registry.find(full);
            return resource == null ? List.of() : List.of(resource);
        }
        ConnectedAccount account = registry.find((BareJid) address);
        return account == null ? List.of() : account.resources();
    }

    private CompletionStage<CommandStep> askForPassword(Admin admin) {
        DataForm form =
                AdminForm.asked(
                        "Set a password",
                        "All sessions of the account end; its clients have to sign in again.",
                        AdminForm.account("The account"),
                        AdminForm.password("password", "The new password"));
        return CommandStep.askLast(form, submitted -> setPassword(admin, submitted)).now();
    }

    private CompletionStage<CommandStep> setPassword(Admin admin, DataForm submitted) {
        Addresses named = Addresses.in(submitted, AdminForm.ACCOUNT, admin, served);
        if (named.problem() != null) {
            return CommandStep.failed(named.problem()).now();
        }
        String password = String.valueOf(submitted.value("password"));
        String refusal = Provisioning.refusal(password);
        if (refusal != null) {
            return CommandStep.failed(refusal).now();
        }
        BareJid address = named.accounts().getFirst();
        return accounts.find(address).thenCompose(found -> setPassword(address, found, password));
    }

    private CompletionStage<CommandStep> setPassword(
            BareJid address, Optional<Account> found, String password) {
        return found.isEmpty()
                ? CommandStep.failed("There is no account " + address + ".").now()
                : provisioning
                        .changePassword(address, password, null)
                        .thenApply(
                                done ->
                                        CommandStep.done(
                                                "The password of " + address + " is set."));
    }
}
