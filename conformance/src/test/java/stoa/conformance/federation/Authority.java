package stoa.conformance.federation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import stoa.conformance.wire.Tls;

/**
 * An authority that issues certificates nobody else trusts, by the JDK's keytool. RSA, as every
 * server here reads such keys in PKCS #8.
 */
public final class Authority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final Path store;

    /** Files of an operator: the certificate and its key in PEM. */
    public record Issued(Path certificate, Path key) {}

    /** Makes one, with its files in that folder. */
    public Authority(Path folder) throws Exception {
        this.folder = folder;
        store = folder.resolve("authority.p12");
        generate("authority", "Authority of this test", List.of("-ext", "bc:c"));
        put(certificate(), pem("CERTIFICATE", keys().getCertificate("authority").getEncoded()));
    }

    /** The authority's own certificate, in PEM. */
    Path certificate() {
        return folder.resolve("authority.pem");
    }

    /** A certificate for these names, the first of which is also the name of its files. */
    Issued issue(String... names) throws Exception {
        return certificate(names[0], List.of("-signer", "authority"), "-1d", names);
    }

    /** What a server that shows such a certificate makes its connections with. */
    SSLContext context(String... names) throws Exception {
        issue(names);
        KeyStore all = keys();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(
                names[0],
                all.getKey(names[0], PASSWORD),
                PASSWORD,
                all.getCertificateChain(names[0]));
        return Tls.showing(one, PASSWORD);
    }

    /** One that had expired yesterday. */
    Issued issueExpired(String... names) throws Exception {
        return certificate(names[0] + "-expired", List.of("-signer", "authority"), "-31d", names);
    }

    /** One that nobody has signed but its owner. */
    public Issued selfSigned(String... names) throws Exception {
        return certificate(names[0] + "-self", List.of(), "-1d", names);
    }

    private Issued certificate(String alias, List<String> signer, String from, String... names)
            throws Exception {
        var options = new ArrayList<>(signer);
        options.addAll(
                List.of(
                        "-startdate",
                        from,
                        "-ext",
                        "SAN="
                                + Arrays.stream(names)
                                        .map(name -> "dns:" + name)
                                        .collect(Collectors.joining(","))));
        generate(alias, names[0], options);
        var issued = new Issued(folder.resolve(alias + ".pem"), folder.resolve(alias + ".key"));
        KeyStore keys = keys();
        put(issued.key, pem("PRIVATE KEY", keys.getKey(alias, PASSWORD).getEncoded()));
        put(issued.certificate, pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
        return issued;
    }

    private void generate(String alias, String name, List<String> options)
            throws IOException, InterruptedException {
        var line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-alias",
                                alias,
                                "-keyalg",
                                "RSA",
                                "-keysize",
                                "2048",
                                "-validity",
                                "30",
                                "-dname",
                                "CN=" + name));
        line.addAll(options);
        var made = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static void put(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END "
                + label
                + "-----\n";
    }
}
