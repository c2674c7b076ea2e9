package stoa.net.component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The component's proof (section 3): SHA-1 over the stream's id and the secret, in hexadecimal. */
final class Handshake {
    private Handshake() {}

    static String of(String streamId, String secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((streamId + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Compares without telling by its time where they differ. */
    static boolean isRight(String given, String streamId, String secret) {
        return MessageDigest.isEqual(
                given.strip().getBytes(StandardCharsets.UTF_8),
                of(streamId, secret).getBytes(StandardCharsets.UTF_8));
    }
}
