package stoa.conformance.dialog;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stoa.conformance.dialog.Dialog.Actor;
import stoa.conformance.server.Account;

/**
 * What the names of one dialog stand for: its people, rooms and remembered values, all in a domain
 * of its own.
 */
final class Stage {
    private static final Pattern NAME = Pattern.compile("\\{([a-z0-9-]+)(?:/([a-zA-Z0-9-]+))?}");

    private final String domain;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, String> remembered = new HashMap<>();

    Stage(Dialog dialog, String domain) {
        this.domain = domain;
        dialog.cast().forEach(this::account);
        dialog.offline().forEach(this::account);
    }

    private void account(Actor actor) {
        accounts.computeIfAbsent(actor.account(), name -> Account.of(name + "@" + domain));
    }

    String domain() {
        return domain;
    }

    Iterable<Account> accounts() {
        return accounts.values();
    }

    Account account(String name) {
        return Objects.requireNonNull(accounts.get(name), () -> name + " is not in the cast");
    }

    void remember(Map<String, String> values) {
        remembered.putAll(values);
    }

    /**
     * Fills in the names in braces: what was remembered, {@code {domain}}, {@code {muc}}, a
     * person's bare JID ({@code {juliet}}) or full JID ({@code {juliet/laptop}}); any other name is
     * a room's JID, and {@code {garden/Juliet}} an occupant's.
     */
    String fill(String text) {
        return NAME.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
    }

    private String value(String name, String resource) {
        String base;
        if (remembered.containsKey(name)) {
            base = Objects.requireNonNull(remembered.get(name));
        } else if (name.equals("domain")) {
            base = domain;
        } else if (name.equals("muc")) {
            base = "conference." + domain;
        } else if (accounts.containsKey(name)) {
            base = name + "@" + domain;
        } else {
            base = name + "@conference." + domain;
        }
        return resource == null ? base : base + "/" + resource;
    }
}
