package stoa.conformance.federation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The DNS of a test: dnsmasq (Debian's dnsmasq-base) on an address of loopback, which knows the
 * names that were written here and nothing else. Names end in {@code .example}: resolvers keep
 * {@code .test} from leaving the machine.
 */
final class Names implements AutoCloseable {
    private static final int PORT = 5300;

    private final Path folder;
    private final String address;
    private final List<String> lines = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private int publications;
    private Process process;

    Names(Path folder, String address) throws IOException {
        this.folder = folder;
        this.address = address;
        writeHosts();
        process = launch();
    }

    /** The address and port it answers at. */
    String address() {
        return address;
    }

    int port() {
        return PORT;
    }

    /** A host's address. */
    Names host(String name, String hostAddress) {
        lines.add("host-record=" + name + "," + hostAddress);
        hosts.add(hostAddress + " " + name);
        return this;
    }

    /** A service by STARTTLS (RFC 6120 section 3.2.1). */
    Names service(String domain, String host, int port) {
        lines.add("srv-host=_xmpp-server._tcp." + domain + "," + host + "," + port + ",10,1");
        return this;
    }

    /** A service by direct TLS (XEP-0368), which goes before the other. */
    Names directService(String domain, String host, int port) {
        lines.add("srv-host=_xmpps-server._tcp." + domain + "," + host + "," + port + ",5,1");
        return this;
    }

    /** The domain says that it has no server. */
    Names noService(String domain) {
        lines.add("srv-host=_xmpp-server._tcp." + domain);
        return this;
    }

    /** The hosts in the form of a hosts file, for who asks the system and not the DNS. */
    Path hostsFile() {
        return folder.resolve("hosts");
    }

    private void writeHosts() throws IOException {
        Files.write(hostsFile(), hosts);
        // nss_wrapper sees a change by the second
        Files.setLastModifiedTime(
                hostsFile(),
                FileTime.from(
                        Instant.now().plusSeconds(TimeUnit.MINUTES.toSeconds(publications++))));
    }

    /** Makes what was written known. */
    void publish() throws IOException {
        writeHosts();
        close();
        process = launch();
    }

    private Process launch() throws IOException {
        Path file = folder.resolve("dnsmasq.conf");
        var all = new ArrayList<>(lines);
        all.addAll(
                List.of(
                        "port=" + PORT,
                        "listen-address=" + address,
                        "bind-interfaces",
                        "no-resolv",
                        "no-hosts",
                        "no-poll",
                        "local=/example/",
                        "user=" + System.getProperty("user.name"),
                        "group="));
        Files.write(file, all);
        var started =
                new ProcessBuilder(program(), "--no-daemon", "--pid-file", "--conf-file=" + file)
                        .redirectErrorStream(true)
                        .start();
        var said = new StringBuilder();
        var output = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("started, version")) {
                Thread.ofVirtual().start(() -> drain(output));
                return started;
            }
        }
        throw new AssertionError("dnsmasq does not start: " + said);
    }

    private static void drain(BufferedReader output) {
        try (output) {
            while (output.readLine() != null) {
                // nobody needs it, and it must not block
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    private static String program() {
        Path usual = Path.of("/usr/sbin/dnsmasq");
        return Files.isExecutable(usual) ? usual.toString() : "dnsmasq";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("dnsmasq is still running");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
