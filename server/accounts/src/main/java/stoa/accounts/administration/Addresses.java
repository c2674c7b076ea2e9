package stoa.accounts.administration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.route.ServedDomains;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;

/**
 * The accounts a form names: read, each once, and of a domain that the administrator administers.
 *
 * @param problem for people, or null when all is well
 */
record Addresses(List<Jid> all, @Nullable String problem) {
    /** How many accounts one form may name. */
    static final int MAX = 1_000;

    static Addresses in(DataForm form, String field, Admin admin, ServedDomains served) {
        List<String> values = AdminForm.values(form, field);
        if (values.isEmpty()) {
            return wrong("An account's address is needed.");
        }
        if (values.size() > MAX) {
            return wrong("At most " + MAX + " accounts at once.");
        }
        Set<Jid> all = new LinkedHashSet<>();
        for (String value : values) {
            Jid address = parse(value);
            if (address == null || !(address.bare() instanceof BareJid account)) {
                return wrong("\"" + value.strip() + "\" is no account's address.");
            }
            if (!admin.administers(account.domain(), served)) {
                return wrong(account + " is not an account of " + admin.domain() + ".");
            }
            all.add(address);
        }
        return new Addresses(List.copyOf(all), null);
    }

    private static Addresses wrong(String sentence) {
        return new Addresses(List.of(), sentence);
    }

    static @Nullable Jid parse(String value) {
        try {
            return Jid.parse(value.strip());
        } catch (InvalidJidException none) {
            return null;
        }
    }

    /** Without resources, each once. */
    List<BareJid> accounts() {
        return all.stream().map(jid -> (BareJid) jid.bare()).distinct().toList();
    }
}
