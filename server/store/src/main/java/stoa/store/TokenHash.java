package stoa.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of a token that cannot be guessed, one of 256 random bits or encrypted under a fresh
 * random nonce: its SHA-256. Such tokens need no salt and no work to slow a guesser down.
 */
public final class TokenHash {
    private TokenHash() {}

    public static Bytes of(String token) {
        try {
            return Bytes.of(
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
