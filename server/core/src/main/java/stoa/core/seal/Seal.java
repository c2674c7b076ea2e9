package stoa.core.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a few lines of text with a secret of the server (AES-256-GCM, a fresh random nonce each
 * time), so that whoever holds the result cannot read it and nobody can make one. What it comes to
 * is safe in an address. Any thread.
 */
public final class Seal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Longer ones were not made here. */
    private static final int MOST_CHARS = 8_192;

    private final byte[] secret;
    private final SecureRandom random;

    /**
     * @param secret 32 bytes known to this server only and kept over restarts
     */
    public Seal(byte[] secret, SecureRandom random) {
        this.secret = secret.clone();
        this.random = random;
    }

    /**
     * Seals some lines.
     *
     * @throws IllegalArgumentException when there is a line break in one
     */
    public String close(String... lines) {
        for (String line : lines) {
            if (line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("more than a line");
            }
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** The lines again; null when they were not sealed with this secret. */
    public @Nullable List<String> open(String sealed) {
        if (sealed.length() > MOST_CHARS) {
            return null;
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed);
            if (all.length <= NONCE_BYTES) {
                return null;
            }
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES))
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return List.of(new String(plain, StandardCharsets.UTF_8).split("\n", -1));
        } catch (IllegalArgumentException | GeneralSecurityException forged) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
