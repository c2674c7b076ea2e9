package stoa.accounts.administration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.accounts.Accounts;
import stoa.core.command.CommandStep;
import stoa.core.command.Note;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.ServedDomains;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * What is known of single accounts: roster, last login, statistics (XEP-0133 sections 4.8 to 4.10).
 * One result form an account, in the order asked for.
 */
final class UserReports {
    /** How many rosters and the like one answer may hold. */
    static final int MAX = 20;

    private static final String ROSTER = "jabber:iq:roster";

    private final Accounts people;
    private final AccountStore accounts;
    private final Visits visits;
    private final ResourceRegistry registry;
    private final ServedDomains served;

    UserReports(
            Accounts people,
            AccountStore accounts,
            Visits visits,
            ResourceRegistry registry,
            ServedDomains served) {
        this.people = people;
        this.accounts = accounts;
        this.visits = visits;
        this.registry = registry;
        this.served = served;
    }

    /** Makes one account's result form. */
    private interface Report {
        CompletionStage<Element> of(BareJid account);
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(
                gate.domain(
                        "get-user-roster",
                        "Show contact lists",
                        admin -> ask(admin, "Show contact lists", this::roster)),
                gate.domain(
                        "get-user-lastlogin",
                        "Show last logins",
                        admin -> ask(admin, "Show last logins", this::lastLogin)),
                gate.domain(
                        "user-stats",
                        "Show statistics of accounts",
                        admin -> ask(admin, "Show statistics of accounts", this::statistics)));
    }

    private CompletionStage<CommandStep> ask(Admin admin, String title, Report report) {
        DataForm form =
                AdminForm.asked(
                        title,
                        "For one account or up to " + MAX + ".",
                        AdminForm.accounts("The accounts"));
        return CommandStep.askLast(form, submitted -> report(admin, submitted, report)).now();
    }

    private CompletionStage<CommandStep> report(Admin admin, DataForm submitted, Report report) {
        Addresses named = Addresses.in(submitted, AdminForm.ACCOUNTS, admin, served);
        if (named.problem() != null) {
            return CommandStep.failed(named.problem()).now();
        }
        if (named.accounts().size() > MAX) {
            return CommandStep.failed("At most " + MAX + " accounts at once.").now();
        }
        return InOrder.each(named.accounts(), account -> reportIfThere(account, report))
                .thenApply(UserReports::step);
    }

    private CompletionStage<Optional<Element>> reportIfThere(BareJid account, Report report) {
        return accounts.find(account)
                .thenCompose(
                        (Optional<Account> found) ->
                                found.isEmpty()
                                        ? CompletableFuture.completedFuture(Optional.empty())
                                        : report.of(account).thenApply(Optional::of));
    }

    private static CommandStep step(List<Optional<Element>> reports) {
        List<Element> there = new ArrayList<>();
        reports.forEach(report -> report.ifPresent(there::add));
        int missing = reports.size() - there.size();
        if (there.isEmpty()) {
            return CommandStep.failed("There is no such account.");
        }
        return new CommandStep.Done(
                missing == 0
                        ? List.of()
                        : List.of(Note.warn(missing + " of these accounts do not exist.")),
                there);
    }

    private static FormField named(BareJid account) {
        return FormField.of(FormField.Type.JID_MULTI, AdminForm.ACCOUNTS, null, account.toString());
    }

    /** The roster's query stands in the form, as section 4.8 shows it. */
    private CompletionStage<Element> roster(BareJid account) {
        return people.rosterItems(account)
                .thenApply(
                        items ->
                                AdminForm.result(named(account))
                                        .toElement()
                                        .with(Element.of("query", ROSTER).children(items).build()));
    }

    private CompletionStage<Element> lastLogin(BareJid account) {
        return visits.find(account)
                .thenApply(
                        visit ->
                                AdminForm.result(
                                                named(account),
                                                FormField.text(
                                                        "lastlogin",
                                                        "Last login",
                                                        text(visit.lastLogin())))
                                        .toElement());
    }

    /** XEP-0082; empty when it is not known. */
    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private CompletionStage<Element> statistics(BareJid account) {
        ConnectedAccount connected = registry.find(account);
        List<String> resources =
                connected == null
                        ? List.of()
                        : connected.resources().stream()
                                .map(resource -> resource.address().resource())
                                .toList();
        return people.rosterItems(account)
                .thenCombine(
                        visits.find(account),
                        (items, visit) ->
                                AdminForm.result(
                                                named(account),
                                                FormField.text(
                                                        "rostersize",
                                                        "Contacts",
                                                        Integer.toString(items.size())),
                                                FormField.many(
                                                        FormField.Type.TEXT_MULTI,
                                                        "onlineresources",
                                                        "Connected resources",
                                                        resources),
                                                FormField.text(
                                                        "lastlogin",
                                                        "Last login",
                                                        text(visit.lastLogin())))
                                        .toElement());
    }
}
