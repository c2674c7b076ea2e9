package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stoa.conformance.server.Folders;
import stoa.conformance.server.MountNamespace;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Tls;

/**
 * A machine as its user's administrator has set it up: the domain's names lead to the server under
 * test, its certificate stands among the trusted authorities, and no other name is known. Clients
 * then need no settings but an address and a password, and check certificates as they always do.
 */
final class ClientMachine implements AutoCloseable {
    /** Where Debian keeps the authorities GnuTLS, curl and Go trust. */
    private static final Path AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private final Path directory;
    private final MountNamespace namespace;

    ClientMachine(Endpoint endpoint, String domain) {
        try {
            directory = Files.createTempDirectory("stoa-machine-");
            Path hosts =
                    Files.writeString(
                            directory.resolve("hosts"),
                            "127.0.0.1 localhost\n%1$s %2$s conference.%2$s upload.%2$s\n"
                                    .formatted(endpoint.host(), domain));
            // Nobody answers there, and the system says so at once.
            Path resolvers =
                    Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
            Path authorities =
                    Files.writeString(
                            directory.resolve("authorities.pem"), Tls.certificateOf(endpoint));
            namespace =
                    MountNamespace.with(
                            String.join(
                                    " && ",
                                    over(hosts, Path.of("/etc/hosts")),
                                    over(resolvers, Path.of("/etc/resolv.conf")),
                                    over(authorities, AUTHORITIES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String over(Path file, Path place) throws IOException {
        return "mount --bind '" + file + "' '" + place.toRealPath() + "'";
    }

    /** That command, on this machine. OpenSSL's users are told of the authorities too. */
    List<String> command(List<String> words) {
        var line = new ArrayList<>(namespace.entering());
        line.addAll(List.of("env", "SSL_CERT_FILE=" + AUTHORITIES));
        line.addAll(words);
        return line;
    }

    /** The same for programs that refuse to be run by root; in a user namespace nobody is. */
    List<String> commandAsAnybody(List<String> words) {
        var line =
                new ArrayList<>(
                        List.of("unshare", "--user", "--map-user=1000", "--map-group=1000"));
        line.addAll(words);
        return command(line);
    }

    /** What such a command printed, and how it ended. */
    record Ended(int status, String said) {}

    /** Runs a command to its end, with that on its standard input. */
    Ended run(String input, String... words) {
        try {
            var process =
                    new ProcessBuilder(command(List.of(words))).redirectErrorStream(true).start();
            try (var keys = process.getOutputStream()) {
                keys.write(input.getBytes(UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        namespace.close();
        Folders.delete(directory);
    }
}
