package stoa.webapi.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a page that carries the icon, as browsers write it in {@code Origin} (RFC 6454
 * section 6.2): in lower case, without the scheme's usual port. Only {@code https}, and {@code
 * http} on this machine itself: elsewhere anybody between could put a page of their own in its
 * place.
 */
public record HostOrigin(String text) {
    /** Longer ones are nobody's: a name of 253 characters with scheme and port. */
    private static final int LIMIT = 300;

    /** Reads one, or null when it is none; a path, even {@code /}, is not part of an origin. */
    public static @Nullable HostOrigin parse(String text) {
        if (text.length() > LIMIT) {
            return null;
        }
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            if (uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null
                    || (path != null && !path.isEmpty())) {
                return null;
            }
            String host = uri.getHost().toLowerCase(Locale.ROOT);
            String scheme =
                    Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            boolean allowed = scheme.equals("https") || (scheme.equals("http") && isHere(host));
            boolean usual = uri.getPort() == (scheme.equals("https") ? 443 : 80);
            return allowed
                    ? new HostOrigin(
                            scheme
                                    + "://"
                                    + host
                                    + (uri.getPort() < 0 || usual ? "" : ":" + uri.getPort()))
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return text;
    }
}
