package stoa.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of SCRAM (RFC 5802, RFC 7677), with or without channel binding. One object is
 * one exchange.
 */
public final class Scram {
    private final String hash;
    private final String password;
    private final byte[] gs2Header;
    private final byte[] binding;
    private final String bare;
    private byte @Nullable [] serverSignature;

    /**
     * @param mechanism for example {@code SCRAM-SHA-256} or {@code SCRAM-SHA-1-PLUS}
     * @param flag the GS2 flag: {@code n}, {@code y}, or {@code p=TYPE}
     * @param binding the channel's data; empty unless the flag is {@code p}
     */
    public Scram(
            String mechanism,
            String flag,
            byte[] binding,
            String name,
            String password,
            String nonce) {
        hash = mechanism.substring("SCRAM-".length()).replace("-PLUS", "");
        this.password = password;
        this.binding = binding.clone();
        gs2Header = (flag + ",,").getBytes(UTF_8);
        bare = "n=" + name.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    public String first() {
        return new String(gs2Header, UTF_8) + bare;
    }

    /** The client's last message, for the server's first. */
    public String last(String serverFirst) {
        String[] parts = serverFirst.split(",", -1);
        byte[] salted =
                pbkdf2(
                        Base64.getDecoder().decode(value(parts, "s=")),
                        Integer.parseInt(value(parts, "i=")));
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] stored = digest(clientKey);
        var bound = new ByteArrayOutputStream();
        bound.writeBytes(gs2Header);
        bound.writeBytes(binding);
        String withoutProof =
                "c="
                        + Base64.getEncoder().encodeToString(bound.toByteArray())
                        + ",r="
                        + value(parts, "r=");
        String signed = bare + "," + serverFirst + "," + withoutProof;
        byte[] proof = hmac(stored, signed);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = hmac(hmac(salted, "Server Key"), signed);
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    /** True if the server has shown that it knows the password's key too. */
    public boolean accepts(String serverLast) {
        return serverLast.startsWith("v=")
                && Arrays.equals(
                        Base64.getDecoder().decode(serverLast.substring(2)),
                        Objects.requireNonNull(serverSignature));
    }

    private static String value(String[] parts, String key) {
        for (String part : parts) {
            if (part.startsWith(key)) {
                return part.substring(key.length());
            }
        }
        throw new AssertionError("no " + key + " in " + String.join(",", parts));
    }

    private byte[] pbkdf2(byte[] salt, int iterations) {
        try {
            String name = "PBKDF2WithHmac" + hash.replace("-", "");
            int bits = MessageDigest.getInstance(hash).getDigestLength() * 8;
            return SecretKeyFactory.getInstance(name)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] hmac(byte[] key, String text) {
        try {
            String name = "Hmac" + hash.replace("-", "");
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance(hash).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * RFC 5929, 4.1: the certificate's hash by its signature's own function, or SHA-256 where that
     * is weaker.
     */
    static byte[] endPoint(X509Certificate certificate) {
        try {
            String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
            String function =
                    signature.startsWith("SHA384")
                            ? "SHA-384"
                            : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
            return MessageDigest.getInstance(function).digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
