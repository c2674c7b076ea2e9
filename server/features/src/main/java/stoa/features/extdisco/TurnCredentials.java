package stoa.features.extdisco;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stoa.xmpp.jid.BareJid;

/**
 * Time-limited credentials, as TURN servers take them that share a secret with us (coturn's {@code
 * use-auth-secret}): the name says when they end and whose they are, the password is the name's
 * HMAC-SHA-1 under the secret.
 */
record TurnCredentials(String username, String password, Instant expires) {
    static TurnCredentials of(String secret, BareJid account, Instant expires) {
        String username = expires.getEpochSecond() + ":" + account;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] tag = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return new TurnCredentials(username, Base64.getEncoder().encodeToString(tag), expires);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-1", e);
        }
    }
}
