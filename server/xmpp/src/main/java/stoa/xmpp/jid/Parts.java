package stoa.xmpp.jid;

import java.util.function.UnaryOperator;

/** What the three parts of an address have in common. */
final class Parts {
    /** RFC 7622 section 3.1: a part is 1 to 1023 octets of UTF-8. */
    static final int MOST_BYTES = 1023;

    private Parts() {}

    /**
     * Refuses what cannot become a part, before any work is spent on it. Preparation may shorten a
     * part, but not by more than this leaves room for.
     */
    static void checkRaw(String part, String what) {
        if (part.isEmpty()) {
            throw new InvalidJidException(what + " is empty");
        }
        if (part.length() > 4 * MOST_BYTES) {
            throw new InvalidJidException(what + " is too long");
        }
    }

    static String checkPrepared(String part, String what) {
        if (part.isEmpty()) {
            throw new InvalidJidException(what + " is empty");
        }
        if (utf8Length(part) > MOST_BYTES) {
            throw new InvalidJidException(what + " is too long");
        }
        return part;
    }

    /**
     * Applies a PRECIS profile until it changes nothing more (RFC 8264 section 7), so that a
     * prepared address is its own preparation.
     */
    static String enforce(UnaryOperator<String> profile, String part, String what) {
        try {
            String once = profile.apply(part);
            for (int i = 0; i < 3; i++) {
                String twice = profile.apply(once);
                if (twice.equals(once)) {
                    return checkPrepared(once, what);
                }
                once = twice;
            }
        } catch (InvalidJidException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidJidException(what + " has characters that are not allowed");
        }
        throw new InvalidJidException(what + " has no stable form");
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
