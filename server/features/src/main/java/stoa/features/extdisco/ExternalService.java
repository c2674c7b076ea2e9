package stoa.features.extdisco;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A STUN or TURN server, as RFC 7064 and RFC 7065 write it: {@code stun:HOST[:PORT]}, {@code
 * turn:HOST[:PORT][?transport=udp|tcp]}, and {@code stuns:}, {@code turns:} over TLS.
 *
 * @param type the scheme
 * @param transport udp or tcp
 */
public record ExternalService(String type, String host, int port, String transport) {
    private static final int PORT = 3478;
    private static final int TLS_PORT = 5349;
    private static final int MOST = 65_535;

    private static final Pattern URI =
            Pattern.compile(
                    "(stuns?|turns?):(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([0-9]{1,5}))?(?:\\?transport=(udp|tcp))?");

    /** Reads one; null when it is none. */
    public static @Nullable ExternalService parse(String text) {
        Matcher found = URI.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return null;
        }
        String type = found.group(1);
        boolean tls = type.endsWith("s");
        boolean stun = type.startsWith("stun");
        String transport = found.group(4);
        int port =
                found.group(3) == null ? tls ? TLS_PORT : PORT : Integer.parseInt(found.group(3));
        if (port == 0 || port > MOST || (stun && transport != null)) {
            return null;
        }
        String host = found.group(2);
        return new ExternalService(
                type,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                transport == null ? tls ? "tcp" : "udp" : transport);
    }

    /** Whether one signs in there. */
    boolean isRestricted() {
        return type.startsWith("turn");
    }
}
