package stoa.webapi.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an application wants its answer (RFC 6749 section 3.1.2, RFC 8252 section 7): a page with
 * TLS, a port of the person's own machine, or a scheme of the application's own, which is a domain
 * name backwards. Compared as text; only the port of a loopback address is chosen anew each time.
 */
record RedirectUri(String text, URI uri) {
    /** Characters; longer ones are refused. */
    static final int MOST_CHARS = 500;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    /** Reads one; null when it is none that may be registered. */
    static @Nullable RedirectUri of(String text) {
        if (text.length() > MOST_CHARS || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return null;
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (scheme == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
                return null;
            }
            boolean may =
                    switch (scheme.toLowerCase(Locale.ROOT)) {
                        case "https" -> uri.getHost() != null;
                        case "http" -> isLoopback(uri) || "localhost".equals(uri.getHost());
                        default ->
                                scheme.indexOf('.') > 0
                                        && !uri.isOpaque()
                                        && uri.getRawAuthority() == null;
                    };
            return may ? new RedirectUri(text, uri) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isLoopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && LOOPBACK.contains(uri.getHost());
    }

    /** Whether a request with that one is for this, the registered one. */
    boolean admits(RedirectUri asked) {
        return text.equals(asked.text)
                || (isLoopback(uri)
                        && isLoopback(asked.uri)
                        && withoutPort().equals(asked.withoutPort()));
    }

    private String withoutPort() {
        String query = uri.getRawQuery();
        return uri.getHost() + uri.getRawPath() + (query == null ? "" : "?" + query);
    }

    /** Whom people see that they are sent to: a host, or the scheme of an application. */
    String shown() {
        return uri.getHost() == null ? uri.getScheme() + ":" : uri.getHost();
    }

    /** The address with an answer in its query. */
    String with(String query) {
        return text + (uri.getRawQuery() == null ? "?" : "&") + query;
    }
}
