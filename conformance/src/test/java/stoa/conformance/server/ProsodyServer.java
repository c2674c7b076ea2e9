package stoa.conformance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import stoa.conformance.wire.Endpoint;

/**
 * Debian's Prosody in the server's place ({@code -Dstoa.peer=prosody}): a way to see whether a
 * script or a client's driver is right, by a server that is not ours. An aid for whoever writes
 * them; {@code ./stoa test} never uses it. The people of a domain are put into one shared roster
 * group, as here everybody is listed to everybody.
 */
final class ProsodyServer implements TestServer {
    private static final int START_SECONDS = 20;
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]");

    private final Setup setup;
    private final String address = Setup.ownAddress();
    private final Path directory;
    private Process process;

    ProsodyServer(Setup setup) {
        this.setup = setup;
        try {
            directory = Files.createTempDirectory("stoa-peer-");
            Files.createDirectories(directory.resolve("data"));
            run(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "30",
                    "-subj",
                    "/CN=localhost",
                    "-keyout",
                    directory.resolve("key.pem").toString(),
                    "-out",
                    directory.resolve("cert.pem").toString());
            Files.writeString(directory.resolve("prosody.cfg.lua"), configuration());
            for (var account : setup.accounts) {
                Path folder =
                        directory
                                .resolve("data")
                                .resolve(
                                        encode(
                                                account.jid()
                                                        .substring(account.jid().indexOf('@') + 1)))
                                .resolve("accounts");
                Files.createDirectories(folder);
                Files.writeString(
                        folder.resolve(
                                encode(account.jid().substring(0, account.jid().indexOf('@')))
                                        + ".dat"),
                        "return { [\"password\"] = \"" + account.password() + "\" };\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    /** Prosody's names of files. */
    private static String encode(String name) {
        return NOT_PLAIN
                .matcher(name)
                .replaceAll(found -> "%%%02x".formatted((int) found.group().charAt(0)));
    }

    private String configuration() throws IOException {
        var text =
                new StringBuilder(
                        """
                pidfile = "DIR/prosody.pid"
                data_path = "DIR/data"
                run_as_root = true
                interfaces = { "ADDRESS" }
                c2s_direct_tls_ports = { 5223 }
                https_ports = { 8443 }
                http_ports = {}
                certificates = "DIR"
                ssl = { key = "DIR/key.pem"; certificate = "DIR/cert.pem" }
                https_ssl = ssl
                modules_enabled = { "roster", "saslauth", "tls", "disco", "carbons", "pep", "private", "blocklist", "vcard_legacy",
                    "version", "uptime", "time", "ping", "mam", "smacks", "websocket", "csi_simple", "groups", "offline" }
                modules_disabled = { "s2s" }
                consider_websocket_secure = true
                c2s_require_encryption = true
                authentication = "internal_plain"
                groups_file = "DIR/groups.txt"
                archive_expires_after = "never"
                log = { info = "DIR/log" }
                """
                                .replace("DIR", directory.toString())
                                .replace("ADDRESS", address));
        var groups = new StringBuilder();
        for (String domain : setup.domains) {
            text.append("VirtualHost \"")
                    .append(domain)
                    .append("\"\nComponent \"conference.")
                    .append(domain)
                    .append(
                            "\" \"muc\"\nmodules_enabled = { \"muc_mam\" }\nmuc_room_default_persistent = false\nmuc_room_locking = true\n");
            groups.append('[').append(domain).append("]\n");
            for (var account : setup.accounts) {
                if (account.jid().endsWith("@" + domain)) {
                    groups.append(account.jid()).append('\n');
                }
            }
        }
        Files.writeString(directory.resolve("groups.txt"), groups.toString());
        return text.toString();
    }

    private Process launch() {
        try {
            String config = directory.resolve("prosody.cfg.lua").toString();
            Process started =
                    ForeignProcess.start(
                            directory,
                            List.of("prosody", "-F", "--config", config),
                            Map.of(),
                            "out");
            ForeignProcess.awaitReady(
                    started, () -> ForeignProcess.answers(address, 5222), START_SECONDS, this::log);
            return started;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String... command) throws IOException {
        try {
            var process =
                    new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(address, 5222, 5223, 8443);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void startAgain() {
        process = launch();
    }

    private void await() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Prosody is still running");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String log() {
        try {
            return Files.readString(directory.resolve("out"))
                    + (Files.exists(directory.resolve("log"))
                            ? Files.readString(directory.resolve("log"))
                            : "");
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        await();
        Folders.delete(directory);
    }
}
