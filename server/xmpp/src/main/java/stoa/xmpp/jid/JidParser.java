package stoa.xmpp.jid;

import org.jspecify.annotations.Nullable;

/**
 * Splits an address by RFC 7622 section 3.1 and prepares its parts. Addresses that needed no change
 * are remembered in a table of fixed size (a later one takes the place of an earlier one), because
 * a server sees the same ones again and again.
 */
final class JidParser {
    /** 1,024 addresses of at most 128 characters: at most some 500 KB. */
    private static final int REMEMBERED = 1024;

    private static final int LONGEST_REMEMBERED = 128;

    // Read and written by all threads without a lock: the values are immutable, and whoever misses
    // a write parses again.
    private static final @Nullable Jid[] RECENT = new Jid[REMEMBERED];

    private JidParser() {}

    static Jid parse(String address) {
        int hash = address.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (REMEMBERED - 1);
        Jid known = RECENT[slot];
        if (known != null && known.toString().equals(address)) {
            return known;
        }
        Jid jid = split(address);
        if (address.length() <= LONGEST_REMEMBERED && jid.toString().equals(address)) {
            RECENT[slot] = jid;
        }
        return jid;
    }

    private static Jid split(String address) {
        int slash = address.indexOf('/');
        String bare = slash < 0 ? address : address.substring(0, slash);
        int at = bare.indexOf('@');
        Jid base =
                at < 0
                        ? new DomainJid(Domainpart.prepare(bare))
                        : account(bare.substring(0, at), bare.substring(at + 1));
        return slash < 0 ? base : full(base, address.substring(slash + 1));
    }

    static BareJid account(String local, String domain) {
        return new BareJid(Localpart.prepare(local), Domainpart.prepare(domain));
    }

    static FullJid full(Jid bare, String resource) {
        return new FullJid(bare, Resourcepart.prepare(resource));
    }
}
