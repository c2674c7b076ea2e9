package stoa.conformance.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.operator.Script.stoa;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/**
 * {@code ./stoa run} itself, as an operator types it: what stops a start, and what it says then.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StartingAndStoppingTest {
    private final Account juliet = Account.of("juliet@example.org");
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.start(Setup.of("example.org").account(juliet));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Path data() {
        return ((PackagedServer) server).data();
    }

    @Test
    void an_account_added_while_the_server_runs_signs_in_at_once() throws Exception {
        var added =
                stoa(
                        "moonlight\n",
                        "user",
                        "add",
                        "romeo@example.org",
                        "--password-stdin",
                        "--data",
                        data().toString());
        assertThat(added.status()).as(added.said()).isZero();
        try (var session =
                Session.signIn(server.endpoint(), "romeo@example.org", "moonlight", "phone")) {
            assertThat(session.jid()).isEqualTo("romeo@example.org/phone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xmpp.port", "xmpp.tls_port", "web.port"})
    void a_port_in_use_is_named(String key, @TempDir Path other) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended =
                    startOn(
                            other,
                            Stream.of("xmpp.port", "xmpp.tls_port", "web.port")
                                    .map(
                                            one ->
                                                    one
                                                            + "="
                                                            + (one.equals(key)
                                                                    ? taken.getLocalPort()
                                                                    : 0))
                                    .toArray(String[]::new));
            assertThat(ended.status()).isNotZero();
            assertThat(ended.said())
                    .contains(key + ": port " + taken.getLocalPort())
                    .doesNotContain("stoa ready")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void one_port_for_two_is_named(@TempDir Path other) throws Exception {
        // Bound, and not listening: nobody else is given it, and the server may have it.
        try (var held = new Socket()) {
            held.setReuseAddress(true);
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = held.getLocalPort();
            var ended = startOn(other, "xmpp.port=" + port, "xmpp.tls_port=" + port);
            assertThat(ended.status()).isNotZero();
            assertThat(ended.said())
                    .contains("xmpp.tls_port: port " + port + " is xmpp.port already")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void a_file_where_a_directory_should_be_is_named(@TempDir Path other) throws Exception {
        Path files = Files.createFile(other.resolve("files"));
        var ended = startOn(other, "xmpp.port=0", "xmpp.tls_port=0", "web.port=0");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said())
                .contains(files.toString(), "Not a directory")
                .doesNotContain("should not have")
                .doesNotContain("\tat ");
    }

    @Test
    void a_second_server_on_the_same_data_is_refused() throws Exception {
        var ended =
                startOn(data(), "xmpp.port=0", "xmpp.tls_port=0", "web.port=0", "xmpp.s2s_port=0");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said())
                .contains(data().toString())
                .doesNotContain("stoa ready")
                .doesNotContain("\tat ");
    }

    @Test
    void every_mistake_in_the_configuration_is_listed_with_its_line(@TempDir Path other)
            throws Exception {
        Path file = other.resolve("stoa.toml");
        Files.writeString(
                file,
                "domains = [\"example.org\"]\nxmpp.port = \"many\"\nno.such.key = 1\nlimits.enabled = 7\n");
        var ended = startWith(file, other);
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said())
                .contains("xmpp.port", "no.such.key", "limits.enabled")
                .contains("2", "3", "4")
                .doesNotContain("\tat ");
    }

    @Test
    void a_configuration_that_is_none_is_refused_in_a_sentence(@TempDir Path other)
            throws Exception {
        Path file = other.resolve("stoa.toml");
        var texts =
                List.of(
                        "domains = [\"example.org\"\n[[[",
                        "<config><domain>example.org</domain></config>",
                        "\u0000\u0001\u0002");
        for (String text : texts) {
            assertThatStartIsRefused(file, text.getBytes(UTF_8), other);
        }
        assertThatStartIsRefused(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 'd', 0}, other);
    }

    /** A start on the loopback address, with settings of the command line. */
    private static Script.Ended startOn(Path data, String... settings) throws Exception {
        var words = new ArrayList<>(List.of("run", "--data", data.toString()));
        words.addAll(List.of("--set", "bind=\"127.0.0.1\""));
        for (String setting : settings) {
            words.addAll(List.of("--set", setting));
        }
        return stoa("", words.toArray(String[]::new));
    }

    private static Script.Ended startWith(Path configuration, Path other) throws Exception {
        return stoa(
                "",
                "run",
                "--data",
                other.resolve("data").toString(),
                "--config",
                configuration.toString());
    }

    private static void assertThatStartIsRefused(Path file, byte[] bytes, Path other)
            throws Exception {
        Files.write(file, bytes);
        var ended = startWith(file, other);
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said())
                .contains("stoa.toml")
                .doesNotContain("stoa ready")
                .doesNotContain("\tat ");
    }

    @Test
    void a_database_that_is_none_is_refused_in_a_sentence(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("stoa.db"), "These violent delights".repeat(500));
        var ended = stoa("", "run", "--data", other.toString(), "--set", "bind=\"127.0.0.1\"");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said())
                .contains(other.toString(), "damaged")
                .doesNotContain("stoa ready")
                .doesNotContain("\tat ");
    }

    @Test
    void a_configured_certificate_that_is_not_there_stops_the_start(@TempDir Path other)
            throws Exception {
        var ended =
                stoa(
                        "",
                        "run",
                        "--data",
                        other.toString(),
                        "--set",
                        "bind=\"127.0.0.1\"",
                        "--set",
                        "tls.certificate=\"" + other.resolve("missing.pem") + "\"",
                        "--set",
                        "tls.key=\"" + other.resolve("missing.key") + "\"");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.said())
                .contains("missing.pem")
                .doesNotContain("stoa ready")
                .doesNotContain("\tat ");
    }

    @Test
    void a_term_signal_ends_it_within_ten_seconds_and_its_streams_with_a_word() {
        try (var other = TestServer.start(Setup.of("example.org").account(juliet));
                var session =
                        Session.signIn(
                                other.endpoint(), juliet.jid(), juliet.password(), "laptop")) {
            session.becomeAvailable();
            ((PackagedServer) other).stopInTime();
            session.inbox()
                    .need(
                            "a stream error that says system-shutdown",
                            one ->
                                    one.name().equals("error")
                                            && one.child("system-shutdown").isPresent(),
                            PATIENCE);
        }
    }

    @Test
    void what_a_backup_holds_comes_back(@TempDir Path other) throws Exception {
        try (var session =
                Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "laptop")) {
            session.becomeAvailable();
            session.send(
                    "<message type='chat' to='"
                            + juliet.jid()
                            + "' id='kept'><body>to be kept</body></message>");
            session.inbox().need("it back", one -> one.text().contains("to be kept"), PATIENCE);
        }
        Path copy = other.resolve("copy");
        var saved = stoa("", "backup", copy.toString(), "--data", data().toString());
        assertThat(saved.status()).as(saved.said()).isZero();
        Path restored = other.resolve("restored");
        var back = stoa("", "restore", copy.toString(), "--data", restored.toString());
        assertThat(back.status()).as(back.said()).isZero();
        try (var second = PackagedServer.on(restored, Setup.of("example.org"));
                var session =
                        Session.signIn(
                                second.endpoint(), juliet.jid(), juliet.password(), "laptop")) {
            session.ask("set", "", "<query xmlns='urn:xmpp:mam:2'/>");
            session.inbox()
                    .need(
                            "the message in the history",
                            one -> one.text().contains("to be kept"),
                            PATIENCE);
        }
    }
}
