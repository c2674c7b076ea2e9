package stoa.bench.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A self-signed certificate (ECDSA, P-256) that every server of a run uses, so that handshakes
 * compare.
 *
 * @param certificate PEM file
 * @param key PEM file, PKCS #8, not encrypted
 */
public record Certificate(Path certificate, Path key) {
    private static final String STORE_PASSWORD = "for-this-run";

    /** Makes one with the JDK's keytool. */
    public static Certificate create(Path directory, String domain) {
        Path store = directory.resolve("key.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Commands.run(
                directory,
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "bench",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-dname",
                "CN=" + domain,
                "-ext",
                "SAN=dns:" + domain + ",dns:conference." + domain,
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-keystore",
                store.toString());
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD.toCharArray());
            Path certificate = directory.resolve("cert.pem");
            Path key = directory.resolve("key.pem");
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate("bench").getEncoded()));
            byte[] point = keys.getCertificate("bench").getPublicKey().getEncoded();
            ECPrivateKey secret = (ECPrivateKey) keys.getKey("bench", STORE_PASSWORD.toCharArray());
            Files.writeString(key, pem("PRIVATE KEY", pkcs8(secret, point)));
            return new Certificate(certificate, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool's store cannot be read", e);
        }
    }

    /**
     * PKCS #8 (RFC 5208) with the public point inside (RFC 5915), which Java leaves out and
     * ejabberd needs to match key and certificate.
     *
     * @param publicKey SubjectPublicKeyInfo, whose last 65 bytes are the point
     */
    private static byte[] pkcs8(ECPrivateKey secret, byte[] publicKey) {
        byte[] number = secret.getS().toByteArray();
        byte[] scalar = new byte[32];
        int length = Math.min(number.length, 32);
        System.arraycopy(number, number.length - length, scalar, 32 - length, length);
        HexFormat hex = HexFormat.of();
        String point = hex.formatHex(publicKey, publicKey.length - 65, publicKey.length);
        String inner =
                "306b" + "020101" + "0420" + hex.formatHex(scalar) + "a144" + "034200" + point;
        String algorithm =
                "3013" + "06072a8648ce3d0201" + "06082a8648ce3d030107"; // EC public key, P-256
        return hex.parseHex("308187" + "020100" + algorithm + "046d" + inner);
    }

    private static String pem(String type, byte[] der) {
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
