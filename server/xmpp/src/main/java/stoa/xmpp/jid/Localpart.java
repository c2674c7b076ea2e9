package stoa.xmpp.jid;

import rocks.xmpp.precis.PrecisProfiles;

/**
 * Localparts, RFC 7622 section 3.3: the profile UsernameCaseMapped (RFC 8265 section 3.3) without
 * spaces and without eight characters that addresses and XML use.
 */
final class Localpart {
    private static final String EXCLUDED = "\"&'/:<>@";
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char c = 0x21; c < 0x7F; c++) {
            ALLOWED[c] = EXCLUDED.indexOf(c) < 0;
        }
    }

    private Localpart() {}

    static String prepare(String part) {
        Parts.checkRaw(part, "localpart");
        boolean upper = false;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c >= 128) {
                return prepareUnicode(part);
            }
            if (!ALLOWED[c]) {
                throw new InvalidJidException("localpart has characters that are not allowed");
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        return Parts.checkPrepared(upper ? lowerAscii(part) : part, "localpart");
    }

    private static String prepareUnicode(String part) {
        String prepared =
                Parts.enforce(PrecisProfiles.USERNAME_CASE_MAPPED::enforce, part, "localpart");
        // Looked for again: full-width forms become ASCII.
        for (int i = 0; i < prepared.length(); i++) {
            char c = prepared.charAt(i);
            if (c < 128 && !ALLOWED[c]) {
                throw new InvalidJidException("localpart has characters that are not allowed");
            }
        }
        return prepared;
    }

    static String lowerAscii(String text) {
        char[] lower = text.toCharArray();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (char) (lower[i] + 'a' - 'A');
            }
        }
        return new String(lower);
    }
}
