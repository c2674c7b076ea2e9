package stoa.xmpp.sasl;

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

/** A client of SCRAM after RFC 5802, written without the server's code, to check that one. */
final class ScramClient {
    private final String hash;
    private final String password;
    private final String header;
    private final byte[] binding;
    private final String bare;
    private String serverSignature = "";

    /**
     * The hash as "1" or "256"; the header as it is sent; the binding data for 'p', else nothing.
     */
    ScramClient(
            String hash,
            String user,
            String password,
            String nonce,
            String header,
            byte[] binding) {
        this.hash = hash;
        this.password = password;
        this.header = header;
        this.binding = binding;
        this.bare = "n=" + user + ",r=" + nonce;
    }

    byte[] first() {
        return (header + bare).getBytes(StandardCharsets.UTF_8);
    }

    byte[] last(byte[] challenge) {
        String serverFirst = new String(challenge, StandardCharsets.UTF_8);
        Map<String, String> given = new HashMap<>();
        for (String part : serverFirst.split(",", -1)) {
            given.put(part.substring(0, 1), part.substring(2));
        }
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        byte[] input = new byte[head.length + binding.length];
        System.arraycopy(head, 0, input, 0, head.length);
        System.arraycopy(binding, 0, input, head.length, binding.length);
        String without = "c=" + Base64.getEncoder().encodeToString(input) + ",r=" + given.get("r");
        byte[] authMessage =
                (bare + "," + serverFirst + "," + without).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + hash)
                            .generateSecret(
                                    new PBEKeySpec(
                                            password.toCharArray(),
                                            Base64.getDecoder().decode(given.get("s")),
                                            Integer.parseInt(given.get("i")),
                                            hash.equals("1") ? 160 : Integer.parseInt(hash)))
                            .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
            byte[] storedKey = MessageDigest.getInstance("SHA-" + hash).digest(clientKey);
            byte[] proof = hmac(storedKey, authMessage);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientKey[i];
            }
            byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
            serverSignature =
                    "v=" + Base64.getEncoder().encodeToString(hmac(serverKey, authMessage));
            return (without + ",p=" + Base64.getEncoder().encodeToString(proof))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server has to send with its success. */
    String serverFinal() {
        return serverSignature;
    }

    private byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA" + hash);
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return mac.doFinal(data);
    }
}
