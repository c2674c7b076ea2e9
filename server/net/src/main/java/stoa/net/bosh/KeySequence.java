package stoa.net.bosh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which a client shows that all requests are its own, XEP-0124 section 15; optional.
 * Confined to its session.
 */
final class KeySequence {
    private @Nullable String expected;

    /** With the first request's new key, or null when the client uses none. */
    KeySequence(@Nullable String newKey) {
        expected = newKey;
    }

    /** Whether the next request's key follows; then its new one counts, if there is one. */
    boolean accepts(@Nullable String key, @Nullable String newKey) {
        String last = expected;
        if (last == null) {
            return true;
        }
        if (key == null || !hash(key).equals(last.toLowerCase(Locale.ROOT))) {
            return false;
        }
        expected = newKey == null ? key : newKey;
        return true;
    }

    private static String hash(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
