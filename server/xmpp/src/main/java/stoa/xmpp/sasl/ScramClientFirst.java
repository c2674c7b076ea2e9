package stoa.xmpp.sasl;

import org.jspecify.annotations.Nullable;

/**
 * A client's first message, RFC 5802 section 7.
 *
 * @param flag 'n', 'y' or 'p'
 * @param binding the type of channel binding with 'p', else empty
 * @param gs2Header as it was sent, with both commas
 * @param bare the message without that header
 */
record ScramClientFirst(
        char flag,
        String binding,
        String authzid,
        String gs2Header,
        String bare,
        String username,
        String nonce) {

    /** The message, or null when it is none. */
    static @Nullable ScramClientFirst parse(String text) {
        int flagEnd = text.indexOf(',');
        int headerEnd = text.indexOf(',', flagEnd + 1);
        if (flagEnd < 1 || headerEnd < 0) {
            return null;
        }
        String flag = text.substring(0, flagEnd);
        boolean binds = flag.startsWith("p=") && flag.length() > 2;
        String authzid = name(text.substring(flagEnd + 1, headerEnd), "a=");
        if (!binds && !flag.equals("n") && !flag.equals("y")) {
            return null;
        }
        String bare = text.substring(headerEnd + 1);
        String[] attributes = bare.split(",", -1);
        // What begins with m= is an extension the client requires, and there are none.
        String username = attributes.length < 2 ? null : name(attributes[0], "n=");
        if (authzid == null || username == null || username.isEmpty()) {
            return null;
        }
        String nonce = attributes[1];
        return nonce.startsWith("r=") && isPrintable(nonce) && nonce.length() > 2
                ? new ScramClientFirst(
                        flag.charAt(0),
                        binds ? flag.substring(2) : "",
                        authzid,
                        text.substring(0, headerEnd + 1),
                        bare,
                        username,
                        nonce.substring(2))
                : null;
    }

    /** A saslname behind its key, unescaped; empty when there is nothing at all; null when bad. */
    private static @Nullable String name(String attribute, String key) {
        if (attribute.isEmpty()) {
            return "";
        }
        if (!attribute.startsWith(key)) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        for (int i = key.length(); i < attribute.length(); i++) {
            char c = attribute.charAt(i);
            if (c == '=') {
                if (attribute.startsWith("=2C", i)) {
                    c = ',';
                } else if (!attribute.startsWith("=3D", i)) {
                    return null;
                }
                i += 2;
            } else if (c == 0) {
                return null;
            }
            name.append(c);
        }
        return name.toString();
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
