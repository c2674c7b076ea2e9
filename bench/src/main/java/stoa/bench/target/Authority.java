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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The authority of a run, trusted by nobody else: it issues what every server shows, all of one
 * kind (ECDSA, P-256), so that handshakes compare, and proves them to each other. Made by the JDK's
 * keytool; used by the driver's thread.
 */
public final class Authority {
    private static final String STORE_PASSWORD = "for-this-run";
    private static final String NAME = "authority";

    private final Path directory;
    private final Path store;
    private final Map<String, Certificate> issued = new HashMap<>();

    private Authority(Path directory) {
        this.directory = directory;
        store = directory.resolve("keys.p12");
    }

    /** Makes one with its files in that directory, in the place of any before. */
    public static Authority create(Path directory) {
        Authority made = new Authority(directory);
        try {
            Files.deleteIfExists(made.store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        made.generate(NAME, "Authority of this run", "-ext", "bc:c");
        KeyStore keys = made.keys();
        try {
            Commands.write(
                    made.certificate(), pem("CERTIFICATE", keys.getCertificate(NAME).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
        return made;
    }

    /** What proves everything it has issued, PEM. */
    public Path certificate() {
        return directory.resolve(NAME + ".pem");
    }

    /** For a domain and its rooms; the same one each time. */
    public Certificate issue(String domain) {
        return issued.computeIfAbsent(domain, this::make);
    }

    private Certificate make(String domain) {
        generate(
                domain,
                domain,
                "-signer",
                NAME,
                "-ext",
                "SAN=dns:" + domain + ",dns:conference." + domain);
        KeyStore keys = keys();
        Path certificate = directory.resolve(domain + ".pem");
        Path key = directory.resolve(domain + ".key");
        try {
            var shown = keys.getCertificate(domain);
            var secret = (ECPrivateKey) keys.getKey(domain, STORE_PASSWORD.toCharArray());
            Commands.write(certificate, pem("CERTIFICATE", shown.getEncoded()));
            Commands.write(
                    key, pem("PRIVATE KEY", pkcs8(secret, shown.getPublicKey().getEncoded())));
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
        return new Certificate(certificate, key);
    }

    private void generate(String alias, String name, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-validity",
                                "30",
                                "-dname",
                                "CN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                STORE_PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(Arrays.asList(more));
        Commands.run(directory, command.toArray(String[]::new));
    }

    private KeyStore keys() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD.toCharArray());
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(GeneralSecurityException cause) {
        return new IllegalStateException("keytool's store cannot be read", cause);
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
