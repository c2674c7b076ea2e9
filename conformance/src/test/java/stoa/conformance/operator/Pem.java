package stoa.conformance.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** Certificates as an operator has them: two PEM files, made with the JDK's own tool. */
record Pem(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /**
     * Writes {@code NAME.pem} and {@code NAME.key}, over those that are there.
     *
     * @param from when it begins to be valid, in keytool's notation, such as {@code -3d}
     */
    static Pem write(Path folder, String name, String domain, String from, int days)
            throws Exception {
        Path store = Files.createTempDirectory(folder, "key").resolve("store.p12");
        var made =
                new ProcessBuilder(
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
                                "own",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-startdate",
                                from,
                                "-validity",
                                Integer.toString(days),
                                "-dname",
                                "CN=" + domain,
                                "-ext",
                                "SAN=dns:" + domain)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException(said);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var pem = new Pem(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        put(pem.key, "PRIVATE KEY", keys.getKey("own", PASSWORD).getEncoded());
        put(pem.certificate, "CERTIFICATE", keys.getCertificate("own").getEncoded());
        return pem;
    }

    private static void put(Path file, String label, byte[] content) throws IOException {
        Files.write(
                file,
                List.of(
                        "-----BEGIN " + label + "-----",
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content),
                        "-----END " + label + "-----"));
    }

    /** As options of {@code ./stoa run}. */
    List<String> options() {
        return List.of(
                "--set",
                "tls.certificate=\"" + certificate + "\"",
                "--set",
                "tls.key=\"" + key + "\"");
    }
}
