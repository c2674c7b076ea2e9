package stoa.accounts.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.core.command.CommandStep;
import stoa.core.command.Note;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ResourceRegistry;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.store.account.AccountStore.Mark;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.form.FormField.Option;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;

/**
 * How many accounts a domain has and which: registered, disabled, online, active, idle (XEP-0133
 * sections 4.13 to 4.22). Online is who has a session; of these, active is who is available and not
 * away on one of them, and idle is everybody else.
 */
final class Counts {
    /** How many one list may hold; more are left out, and it says so. */
    static final int MAX = 1_000;

    private static final Option[] CHOICES = {
        new Option("25", "25"),
        new Option("50", "50"),
        new Option("75", "75"),
        new Option("100", "100"),
        new Option("150", "150"),
        new Option("200", "200"),
        new Option("As many as possible", "none")
    };

    private final AccountStore accounts;
    private final ResourceRegistry registry;

    Counts(AccountStore accounts, ResourceRegistry registry) {
        this.accounts = accounts;
        this.registry = registry;
    }

    /** Some of a domain's accounts. */
    private interface Some {
        CompletionStage<Long> count(String domain);

        /** In the order of their addresses. */
        CompletionStage<List<String>> first(String domain, int max);
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        Some registered = new Registered();
        Some disabled = new Disabled();
        Some online = new Online(account -> true);
        Some active = new Online(Counts::isActive);
        Some idle = new Online(account -> !isActive(account));
        return List.of(
                number(gate, "get-registered-users-num", "registered", registered),
                number(gate, "get-disabled-users-num", "disabled", disabled),
                number(gate, "get-online-users-num", "online", online),
                number(gate, "get-active-users-num", "active", active),
                number(gate, "get-idle-users-num", "idle", idle),
                list(gate, "get-registered-users-list", "registered", registered),
                list(gate, "get-disabled-users-list", "disabled", disabled),
                list(gate, "get-online-users-list", "online", online),
                list(gate, "get-active-users", "active", active),
                list(gate, "get-idle-users", "idle", idle));
    }

    private static AdminCommand number(
            AdminCommand.Gate gate, String name, String kind, Some some) {
        return gate.domain(
                name,
                "Count " + kind + " people",
                admin ->
                        some.count(admin.domain())
                                .thenApply(
                                        count ->
                                                CommandStep.done(
                                                        AdminForm.result(
                                                                FormField.text(
                                                                        kind + "usersnum",
                                                                        "Number of people who are "
                                                                                + kind,
                                                                        Long.toString(count))))));
    }

    private static AdminCommand list(AdminCommand.Gate gate, String name, String kind, Some some) {
        String label = "List " + kind + " people";
        return gate.domain(
                name,
                label,
                admin ->
                        CommandStep.askLast(
                                        AdminForm.asked(
                                                label,
                                                "How many to show.",
                                                FormField.of(
                                                                FormField.Type.LIST_SINGLE,
                                                                "max_items",
                                                                "At most")
                                                        .withOptions(CHOICES)),
                                        submitted -> list(admin, submitted, kind, some))
                                .now());
    }

    private static CompletionStage<CommandStep> list(
            Admin admin, DataForm submitted, String kind, Some some) {
        int max = max(submitted.value("max_items"));
        return some.count(admin.domain())
                .thenCombine(
                        some.first(admin.domain(), max),
                        (count, first) -> listed(kind, count, first));
    }

    /** One of the choices, checked against the form. */
    private static int max(@Nullable String chosen) {
        return chosen == null || chosen.isEmpty() || chosen.equals("none")
                ? MAX
                : Integer.parseInt(chosen);
    }

    private static CommandStep listed(String kind, long count, List<String> first) {
        DataForm form =
                AdminForm.result(
                        FormField.many(
                                FormField.Type.JID_MULTI,
                                kind + "userjids",
                                "People who are " + kind,
                                first));
        return new CommandStep.Done(
                count > first.size()
                        ? List.of(Note.warn("These are the first of " + count + "."))
                        : List.of(),
                List.of(form.toElement()));
    }

    private static boolean isActive(ConnectedAccount account) {
        return account.resources().stream().anyMatch(Counts::isActive);
    }

    private static boolean isActive(ConnectedResource resource) {
        Presence presence = resource.presence();
        var show = presence == null ? null : presence.payload("show", Stanza.CLIENT);
        return presence != null
                && (show == null || show.text().equals("chat") || show.text().equals("dnd"));
    }

    private static List<String> addresses(List<Account> some) {
        return some.stream().map(account -> account.address().toString()).toList();
    }

    private final class Registered implements Some {
        @Override
        public CompletionStage<Long> count(String domain) {
            return accounts.count(domain);
        }

        @Override
        public CompletionStage<List<String>> first(String domain, int max) {
            return accounts.list(domain, null, max).thenApply(Counts::addresses);
        }
    }

    private final class Disabled implements Some {
        @Override
        public CompletionStage<Long> count(String domain) {
            return accounts.count(domain, Mark.DISABLED);
        }

        @Override
        public CompletionStage<List<String>> first(String domain, int max) {
            return accounts.list(domain, Mark.DISABLED, null, max).thenApply(Counts::addresses);
        }
    }

    private final class Online implements Some {
        private final Predicate<ConnectedAccount> which;

        Online(Predicate<ConnectedAccount> which) {
            this.which = which;
        }

        @Override
        public CompletionStage<Long> count(String domain) {
            return CompletableFuture.completedFuture(
                    registry.online(domain).stream().filter(which).count());
        }

        @Override
        public CompletionStage<List<String>> first(String domain, int max) {
            List<String> all = new ArrayList<>();
            for (ConnectedAccount account : registry.online(domain)) {
                if (which.test(account)) {
                    all.add(account.address().toString());
                }
            }
            return CompletableFuture.completedFuture(all.stream().sorted().limit(max).toList());
        }
    }
}
