package stoa.webapi.launcher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * Whose number a token reads, which browser it was given to, and for pages of which origin. A token
 * is this, encrypted with a secret of the server (AES-256-GCM): the page that holds it cannot read
 * from it who is signed in, and nobody can make one.
 *
 * @param agent the id of the browser's SASL2 user agent (XEP-0388)
 */
record SealedGrant(BareJid account, String agent, String origin) {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Longer ones were not made here. */
    private static final int TOKEN_LIMIT = 8_192;

    /** What the browser's token is called among the account's clients. */
    String clientId() {
        return LauncherTokens.CLIENT_PREFIX + agent + " " + origin;
    }

    String seal(byte[] secret, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = (account + "\n" + agent + "\n" + origin).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Opens a token; null when it was not made here. */
    static @Nullable SealedGrant open(String token, byte[] secret) {
        if (token.length() > TOKEN_LIMIT) {
            return null;
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(token);
            if (all.length <= NONCE_BYTES) {
                return null;
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, secret, nonce)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            String[] parts = new String(plain, StandardCharsets.UTF_8).split("\n", -1);
            return parts.length == 3
                    ? new SealedGrant(BareJid.of(parts[0]), parts[1], parts[2])
                    : null;
        } catch (IllegalArgumentException | GeneralSecurityException forged) {
            return null;
        }
    }

    private static Cipher cipher(int mode, byte[] secret, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
