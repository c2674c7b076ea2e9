package stoa.store.sql.backup;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what flows by. */
final class Sha256 {
    private Sha256() {}

    /** A stream that does not close the other: a zip goes on after an entry. */
    static DigestOutputStream into(OutputStream out) {
        return new DigestOutputStream(out, digest());
    }

    static DigestInputStream from(InputStream in) {
        return new DigestInputStream(in, digest());
    }

    static String hex(DigestOutputStream stream) {
        return HexFormat.of().formatHex(stream.getMessageDigest().digest());
    }

    static String hex(DigestInputStream stream) {
        return HexFormat.of().formatHex(stream.getMessageDigest().digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
