package stoa.bench.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The client's side of SCRAM-SHA-1 (RFC 5802) without channel binding. What is derived from a
 * password, a salt and a count of iterations is kept, as clients keep it, so that a second login
 * costs three HMACs. Confined to one thread.
 */
public final class ScramSha1 {
    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

    /** What a password, a salt and a count come to. */
    public static final class Keys {
        private final byte[] clientKey;
        private final byte[] storedKey;
        private final byte[] serverKey;

        private Keys(byte[] clientKey, byte[] storedKey, byte[] serverKey) {
            this.clientKey = clientKey;
            this.storedKey = storedKey;
            this.serverKey = serverKey;
        }

        /** Derives the keys: the expensive part. */
        public static Keys derive(String password, byte[] salt, int iterations) {
            try {
                byte[] salted =
                        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                                .generateSecret(
                                        new PBEKeySpec(
                                                password.toCharArray(), salt, iterations, 160))
                                .getEncoded();
                byte[] clientKey = hmac(salted, CLIENT_KEY);
                return new Keys(
                        clientKey,
                        MessageDigest.getInstance("SHA-1").digest(clientKey),
                        hmac(salted, SERVER_KEY));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no SHA-1", e);
            }
        }

        /** What a server keeps to check a client. */
        public byte[] storedKey() {
            return storedKey.clone();
        }

        /** What a server keeps to prove itself. */
        public byte[] serverKey() {
            return serverKey.clone();
        }
    }

    /** The final message, and the signature the server must answer with. */
    public record Answer(String message, String serverSignature) {}

    private final Map<String, Keys> known = new HashMap<>();

    /** The first message, before Base64: {@code n,,n=user,r=nonce}. */
    public static String first(String user, String nonce) {
        return "n,,n=" + user + ",r=" + nonce;
    }

    /** Answers the server's challenge. */
    public Answer answer(String user, String nonce, String password, String challenge) {
        String serverNonce = "";
        String salt = "";
        int iterations = 0;
        for (String part : challenge.split(",", -1)) {
            switch (part.charAt(0)) {
                case 'r' -> serverNonce = part.substring(2);
                case 's' -> salt = part.substring(2);
                case 'i' -> iterations = Integer.parseInt(part.substring(2));
                default -> {}
            }
        }
        if (!serverNonce.startsWith(nonce) || iterations < 1) {
            throw new IllegalStateException("not an answer to our SCRAM message: " + challenge);
        }
        int count = iterations;
        byte[] saltBytes = Base64.getDecoder().decode(salt);
        Keys keys =
                known.computeIfAbsent(
                        password + "\0" + salt + "\0" + iterations,
                        k -> Keys.derive(password, saltBytes, count));
        String withoutProof = "c=biws,r=" + serverNonce;
        byte[] authMessage =
                ("n=" + user + ",r=" + nonce + "," + challenge + "," + withoutProof)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] proof = hmac(keys.storedKey, authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= keys.clientKey[i];
        }
        Base64.Encoder base64 = Base64.getEncoder();
        return new Answer(
                withoutProof + ",p=" + base64.encodeToString(proof),
                base64.encodeToString(hmac(keys.serverKey, authMessage)));
    }

    static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-1", e);
        }
    }
}
