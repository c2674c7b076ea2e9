package stoa.xmpp.jid;

/**
 * XEP-0106 JID Escaping 1.1.1: how a name with spaces, slashes or an "@" (an e-mail address, say)
 * becomes a localpart, and how such a localpart is shown to people. Addresses are compared, routed
 * and stored escaped.
 */
public final class JidEscaping {
    private static final String ESCAPED = " \"&'/:<>@\\";

    private JidEscaping() {}

    /** The name as a localpart; spaces around it go, as no localpart may begin or end with one. */
    public static String escape(String name) {
        String text = name.strip();
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A backslash is escaped only where it would be read as the start of an escape.
            boolean escape = c == '\\' ? escapedAt(text, i) >= 0 : ESCAPED.indexOf(c) >= 0;
            if (escape) {
                out.append('\\').append(hex(c >> 4)).append(hex(c & 0xF));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** The localpart as it is shown. */
    public static String unescape(String localpart) {
        StringBuilder out = new StringBuilder(localpart.length());
        for (int i = 0; i < localpart.length(); i++) {
            int escaped = escapedAt(localpart, i);
            boolean atTheEdge = i == 0 || i == localpart.length() - 3;
            if (escaped < 0 || (escaped == ' ' && atTheEdge)) {
                out.append(localpart.charAt(i));
            } else {
                out.append((char) escaped);
                i += 2;
            }
        }
        return out.toString();
    }

    /** The character that the escape at i stands for, or -1 when there is none. */
    private static int escapedAt(String text, int i) {
        if (text.charAt(i) != '\\' || i + 2 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(i + 1));
        int low = digit(text.charAt(i + 2));
        int c = high * 16 + low;
        return high >= 0 && low >= 0 && ESCAPED.indexOf(c) >= 0 ? c : -1;
    }

    private static char hex(int digit) {
        return Character.forDigit(digit, 16);
    }

    private static int digit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
