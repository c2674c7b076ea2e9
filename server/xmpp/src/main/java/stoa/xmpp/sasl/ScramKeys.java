package stoa.xmpp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a server keeps of a password (RFC 5802 section 3): enough to verify it, not enough to sign
 * in with. The arrays are not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what they are; nobody changes them
public record ScramKeys(
        ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /** RFC 5802 section 5.1 and RFC 7677 section 4 allow no fewer. */
    public static final int LEAST_ITERATIONS = 4096;

    public static final int DEFAULT_ITERATIONS = 10_000;

    /** Bytes of a salt made by us. */
    public static final int SALT_BYTES = 16;

    public ScramKeys {
        if (iterations < LEAST_ITERATIONS) {
            throw new IllegalArgumentException("at least " + LEAST_ITERATIONS + " iterations");
        }
        if (salt.length == 0) {
            throw new IllegalArgumentException("a salt is not empty");
        }
    }

    /**
     * Derives the keys of a password: some milliseconds of work.
     *
     * @throws IllegalArgumentException when {@link SaslPrep} does not allow the password
     */
    public static ScramKeys derive(String password, byte[] salt, int iterations, ScramHash hash) {
        String prepared = SaslPrep.prepare(password);
        if (prepared == null || prepared.isEmpty()) {
            throw new IllegalArgumentException("a password SASLprep does not allow");
        }
        byte[] salted = hash.stretch(prepared.getBytes(StandardCharsets.UTF_8), salt, iterations);
        return ofSalted(salted, salt, iterations, hash);
    }

    /**
     * The keys of a SaltedPassword (RFC 5802 section 3), which a client has computed (XEP-0480
     * section 3).
     *
     * @throws IllegalArgumentException when it has not the length of the hash
     */
    public static ScramKeys ofSalted(byte[] salted, byte[] salt, int iterations, ScramHash hash) {
        if (salted.length != hash.bytes()) {
            throw new IllegalArgumentException("not a SaltedPassword of " + hash.text());
        }
        return new ScramKeys(
                hash,
                salt.clone(),
                iterations,
                hash.hash(hash.hmac(salted, ascii("Client Key"))),
                hash.hmac(salted, ascii("Server Key")));
    }

    /** True when the keys are of this password. Takes as long as deriving them. */
    public boolean matches(String password) {
        @Nullable String prepared = SaslPrep.prepare(password);
        if (prepared == null || prepared.isEmpty()) {
            return false;
        }
        ScramKeys derived = derive(password, salt, iterations, hash);
        return MessageDigest.isEqual(derived.storedKey, storedKey);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScramKeys that
                && hash == that.hash
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    /** Says nothing that could be used. */
    @Override
    public String toString() {
        return "ScramKeys[" + hash.text() + ", " + iterations + " iterations]";
    }
}
