package stoa.xmpp.jid;

import com.ibm.icu.text.IDNA;
import java.net.Inet6Address;
import java.util.Locale;

/**
 * Domainparts, RFC 7622 section 3.2: an IP literal, or labels of letters, digits and hyphens, or
 * internationalised ones by IDNA2008, which are kept as U-labels. Mapping (upper case, full-width
 * forms) is UTS 46's, not transitional: "straße" and "strasse" are two domains.
 */
final class Domainpart {
    private static final int MOST_LABEL = 63;
    private static final int MOST_NAME = 253;

    /** UTF-16 code units a name may have before it is mapped, which composes and drops some. */
    private static final int MOST_UNMAPPED = 4 * MOST_NAME;

    private Domainpart() {}

    /** Made when the first internationalised domain is seen: its data takes some memory. */
    private static final class Idna {
        static final IDNA UTS46 =
                IDNA.getUTS46Instance(
                        IDNA.NONTRANSITIONAL_TO_ASCII
                                | IDNA.NONTRANSITIONAL_TO_UNICODE
                                | IDNA.CHECK_BIDI
                                | IDNA.CHECK_CONTEXTJ
                                | IDNA.CHECK_CONTEXTO
                                | IDNA.USE_STD3_RULES);

        private Idna() {}
    }

    static String prepare(String part) {
        Parts.checkRaw(part, "domainpart");
        if (part.charAt(0) == '[') {
            return literal(part);
        }
        // RFC 7622 section 3.2: the final dot of a fully qualified name is stripped first.
        String name = part.endsWith(".") ? part.substring(0, part.length() - 1) : part;
        boolean upper = false;
        int labelStart = 0;
        int n = name.length();
        for (int i = 0; i <= n; i++) {
            char c = i == n ? '.' : name.charAt(i);
            if (c == '.') {
                checkLabel(name, labelStart, i);
                if (isAce(name, labelStart, i)) {
                    return internationalised(name);
                }
                labelStart = i + 1;
            } else if (c >= 128) {
                return internationalised(name);
            } else if (c >= 'A' && c <= 'Z') {
                upper = true;
            } else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                throw notAllowed();
            }
        }
        if (n > MOST_NAME) {
            throw tooLong();
        }
        return upper ? Localpart.lowerAscii(name) : name;
    }

    private static void checkLabel(String name, int from, int to) {
        if (from == to || to - from > MOST_LABEL) {
            throw new InvalidJidException("domainpart has a label that is empty or too long");
        }
        if (name.charAt(from) == '-' || name.charAt(to - 1) == '-') {
            throw notAllowed();
        }
    }

    /** An A-label, to be turned into its U-label; or something that only looks like one. */
    private static boolean isAce(String name, int from, int to) {
        return to - from > 3 && name.startsWith("--", from + 2);
    }

    private static String internationalised(String name) {
        // ICU throws something of its own at labels of some thousand characters.
        if (name.length() > MOST_UNMAPPED) {
            throw tooLong();
        }
        IDNA.Info info = new IDNA.Info();
        StringBuilder unicode = Idna.UTS46.nameToUnicode(name, new StringBuilder(), info);
        if (info.hasErrors()) {
            throw notAllowed();
        }
        if (!unicode.isEmpty() && unicode.charAt(unicode.length() - 1) == '.') {
            unicode.setLength(unicode.length() - 1); // a full stop of another script
        }
        if (unicode.length() > 2 * MOST_NAME) { // an A-label has at least a byte for each character
            throw tooLong();
        }
        // The lengths that the DNS allows are those of the A-labels.
        IDNA.Info lengths = new IDNA.Info();
        StringBuilder ascii = Idna.UTS46.nameToASCII(unicode, new StringBuilder(), lengths);
        if (lengths.hasErrors() || ascii.isEmpty() || ascii.length() > MOST_NAME) {
            throw notAllowed();
        }
        return Parts.checkPrepared(unicode.toString(), "domainpart");
    }

    /** A prepared domainpart with A-labels. */
    static String ascii(String prepared) {
        for (int i = 0; i < prepared.length(); i++) {
            if (prepared.charAt(i) >= 128) {
                StringBuilder ascii = new StringBuilder();
                Idna.UTS46.nameToASCII(prepared, ascii, new IDNA.Info());
                return ascii.toString();
            }
        }
        return prepared;
    }

    private static String literal(String part) {
        String address = part.endsWith("]") ? part.substring(1, part.length() - 1) : "";
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c > 'f' || (c != ':' && c != '.' && Character.digit(c, 16) < 0)) {
                throw notAllowed();
            }
        }
        try {
            Inet6Address.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw notAllowed();
        }
        return part.toLowerCase(Locale.ROOT);
    }

    private static InvalidJidException tooLong() {
        return new InvalidJidException("domainpart is too long");
    }

    private static InvalidJidException notAllowed() {
        return new InvalidJidException("domainpart has characters that are not allowed");
    }
}
