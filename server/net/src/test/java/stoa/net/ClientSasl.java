package stoa.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM (RFC 5802) and of hashed tokens (XEP-0484). */
public final class ClientSasl {
    private final String hash;
    private final String mac;
    private final String gs2;
    private final byte[] binding;
    private final String firstBare;
    private final String password;
    private byte[] expected = {};

    /**
     * @param hash {@code 1}, {@code 256} or {@code 512}
     * @param gs2 {@code n,,} or {@code p=tls-exporter,,}
     */
    public ClientSasl(String hash, String user, String password, String gs2, byte[] binding) {
        this.hash = "SHA-" + hash;
        this.mac = "HmacSHA" + hash;
        this.gs2 = gs2;
        this.binding = binding;
        this.password = password;
        this.firstBare = "n=" + user + ",r=fyko+d2lbbFgONRv9qkxdawL";
    }

    public String first() {
        return base64((gs2 + firstBare).getBytes(StandardCharsets.UTF_8));
    }

    public String answer(String challenge) {
        String serverFirst =
                new String(Base64.getDecoder().decode(challenge), StandardCharsets.UTF_8);
        String[] parts = serverFirst.split(",", -1);
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        byte[] header = gs2.getBytes(StandardCharsets.UTF_8);
        byte[] bound = new byte[header.length + binding.length];
        System.arraycopy(header, 0, bound, 0, header.length);
        System.arraycopy(binding, 0, bound, header.length, binding.length);
        String withoutProof = "c=" + base64(bound) + "," + parts[0];
        String auth = firstBare + "," + serverFirst + "," + withoutProof;
        try {
            byte[] salted = salted(hash.substring(4), password, salt, iterations);
            byte[] clientKey = hmac(mac, salted, "Client Key".getBytes(StandardCharsets.UTF_8));
            byte[] stored = MessageDigest.getInstance(hash).digest(clientKey);
            byte[] signature = hmac(mac, stored, auth.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < clientKey.length; i++) {
                clientKey[i] ^= signature[i];
            }
            byte[] serverKey = hmac(mac, salted, "Server Key".getBytes(StandardCharsets.UTF_8));
            expected = hmac(mac, serverKey, auth.getBytes(StandardCharsets.UTF_8));
            return base64(
                    (withoutProof + ",p=" + base64(clientKey)).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * SaltedPassword of RFC 5802 section 3.
     *
     * @param hash {@code 1}, {@code 256} or {@code 512}
     */
    public static byte[] salted(String hash, String password, byte[] salt, int iterations) {
        int bits = hash.equals("1") ? 160 : Integer.parseInt(hash);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + hash)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the server has proven that it knows the password. */
    public boolean verifies(String serverFinal) {
        return new String(Base64.getDecoder().decode(serverFinal), StandardCharsets.UTF_8)
                .equals("v=" + base64(expected));
    }

    /** The one message of a hashed token mechanism. */
    public static String token(String user, String token, byte[] binding) {
        byte[] proof = tokenMac(token, "Initiator", binding);
        byte[] name = (user + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[name.length + proof.length];
        System.arraycopy(name, 0, all, 0, name.length);
        System.arraycopy(proof, 0, all, name.length, proof.length);
        return base64(all);
    }

    /** What the server proves that it holds the token with. */
    public static String tokenAnswer(String token, byte[] binding) {
        return base64(tokenMac(token, "Responder", binding));
    }

    private static byte[] tokenMac(String token, String who, byte[] binding) {
        byte[] label = who.getBytes(StandardCharsets.UTF_8);
        byte[] data = new byte[label.length + binding.length];
        System.arraycopy(label, 0, data, 0, label.length);
        System.arraycopy(binding, 0, data, label.length, binding.length);
        return hmac("HmacSHA256", token.getBytes(StandardCharsets.UTF_8), data);
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
