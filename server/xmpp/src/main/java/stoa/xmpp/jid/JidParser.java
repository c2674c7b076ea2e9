package stoa.xmpp.jid;

import java.util.Locale;

/** Splits an address by RFC 7622 section 3 and prepares its parts. */
final class JidParser {
    private JidParser() {}

    static Jid parse(String address) {
        int slash = address.indexOf('/');
        String bare = slash < 0 ? address : address.substring(0, slash);
        int at = bare.indexOf('@');
        Jid base =
                at < 0
                        ? new DomainJid(domain(bare))
                        : account(bare.substring(0, at), bare.substring(at + 1));
        return slash < 0 ? base : new FullJid(base, resource(address.substring(slash + 1)));
    }

    static BareJid account(String local, String domain) {
        return new BareJid(local(local), domain(domain));
    }

    static FullJid full(Jid bare, String resource) {
        return new FullJid(bare, resource(resource));
    }

    private static String local(String part) {
        if (part.isEmpty() || part.length() > 1023) {
            throw new InvalidJidException("localpart is empty or too long");
        }
        return part.toLowerCase(Locale.ROOT);
    }

    private static String domain(String part) {
        if (part.isEmpty() || part.length() > 1023) {
            throw new InvalidJidException("domainpart is empty or too long");
        }
        return part.toLowerCase(Locale.ROOT);
    }

    private static String resource(String part) {
        if (part.isEmpty() || part.length() > 1023) {
            throw new InvalidJidException("resourcepart is empty or too long");
        }
        return part;
    }
}
