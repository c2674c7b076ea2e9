package stoa.features.webpush;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a push service is: {@code https://push.example.org}, with a port if it is not the usual
 * one, or {@code https://*.example.org} for whatever is below. The server posts to no other places,
 * so that nobody makes it knock at doors inside its own network.
 *
 * @param port -1 for the usual one
 */
public record PushOrigin(String scheme, String host, int port) {
    private static final String ANY = "*.";

    /** Those of the makers of the common browsers. */
    public static final List<PushOrigin> MAKERS =
            Stream.of(
                            "https://fcm.googleapis.com",
                            "https://*.push.services.mozilla.com",
                            "https://*.notify.windows.com",
                            "https://*.push.apple.com")
                    .map(text -> Objects.requireNonNull(parse(text)))
                    .toList();

    /** Reads one, or null: {@code https}, or {@code http} on this machine itself. */
    public static @Nullable PushOrigin parse(String text) {
        try {
            URI uri = new URI(text.replace("://*.", "://any."));
            String path = uri.getRawPath();
            if (uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || (path != null && !path.isEmpty())) {
                return null;
            }
            boolean wild = text.contains("://*.");
            String host = lower(uri.getHost());
            String scheme = lower(Objects.requireNonNullElse(uri.getScheme(), ""));
            boolean allowed = scheme.equals("https") || (scheme.equals("http") && isHere(host));
            return allowed
                    ? new PushOrigin(
                            scheme,
                            wild ? ANY + host.substring("any.".length()) : host,
                            uri.getPort())
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** Whether that address is one of this service. */
    boolean holds(URI endpoint) {
        String there = endpoint.getHost();
        if (there == null
                || endpoint.getRawUserInfo() != null
                || !scheme.equalsIgnoreCase(endpoint.getScheme())
                || port != endpoint.getPort()) {
            return false;
        }
        String lower = lower(there);
        return host.startsWith(ANY) ? lower.endsWith(host.substring(1)) : lower.equals(host);
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port < 0 ? "" : ":" + port);
    }
}
