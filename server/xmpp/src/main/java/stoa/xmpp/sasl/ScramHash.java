package stoa.xmpp.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The hash functions of SCRAM (RFC 5802, RFC 7677). */
public enum ScramHash {
    SHA_1("SHA-1", "HmacSHA1"),
    SHA_256("SHA-256", "HmacSHA256"),
    SHA_512("SHA-512", "HmacSHA512");

    private final String text;
    private final String mac;

    ScramHash(String text, String mac) {
        this.text = text;
        this.mac = mac;
    }

    /** The name as it stands in the mechanism's. */
    public String text() {
        return text;
    }

    /** The length of its values. */
    public int bytes() {
        return switch (this) {
            case SHA_1 -> 20;
            case SHA_256 -> 32;
            case SHA_512 -> 64;
        };
    }

    /** The hash of that name, or null. */
    public static @Nullable ScramHash of(String text) {
        for (ScramHash hash : values()) {
            if (hash.text.equals(text)) {
                return hash;
            }
        }
        return null;
    }

    byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance(text).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + text, e);
        }
    }

    byte[] hmac(byte[] key, byte[] data) {
        return mac(key).doFinal(data);
    }

    /** A keyed MAC; the key is not empty. */
    Mac mac(byte[] key) {
        try {
            Mac keyed = Mac.getInstance(mac);
            keyed.init(new SecretKeySpec(key, mac));
            return keyed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + mac, e);
        }
    }

    /** Hi() of RFC 5802 section 2.2: PBKDF2 with the output of one block. */
    byte[] stretch(byte[] password, byte[] salt, int iterations) {
        try {
            Mac keyed = mac(password);
            keyed.update(salt);
            byte[] u = keyed.doFinal(new byte[] {0, 0, 0, 1});
            byte[] result = u.clone();
            for (int i = 1; i < iterations; i++) {
                keyed.update(u);
                keyed.doFinal(u, 0);
                for (int k = 0; k < result.length; k++) {
                    result[k] ^= u[k];
                }
            }
            return result;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
