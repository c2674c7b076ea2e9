package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.Sasl2Client.FAST;
import static stoa.net.Sasl2Client.SASL;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.ClientSasl;
import stoa.net.Sasl2Client;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.net.WebSocketTestClient;
import stoa.net.XmppClient;
import stoa.net.limit.NetLimits;
import stoa.xmpp.xml.Element;

/** What other servers had to mend, see docs/developing/security-lessons.md. */
class SecurityLessonsTest {
    @TempDir private Path directory;
    private @Nullable TestServer started;

    private TestServer start(NetLimits rates) {
        TestServer server = new TestServer(directory, new TestServer.Options().rates(rates));
        started = server;
        return server;
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static NetLimits guessing() {
        return new NetLimits(0, 0, 0, 0, 0, true);
    }

    private static String plain(String authzid, String user, String password) {
        String message = authzid + "\0" + user + "\0" + password;
        return "<auth xmlns='%s' mechanism='PLAIN'>%s</auth>"
                .formatted(
                        SASL,
                        Base64.getEncoder()
                                .encodeToString(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void plain_authzid_mix_up() {
        TestServer server = start(NetLimits.NONE);
        try (XmppClient juliet = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            juliet.open(TestServer.DOMAIN);
            juliet.send(plain("romeo@example.org", "juliet", TestServer.PASSWORD));
            assertThat(juliet.next().child("invalid-authzid", SASL)).isNotNull();
            juliet.send(plain("juliet@example.org", "juliet", TestServer.PASSWORD));
            assertThat(juliet.next().name()).isEqualTo("success");
            juliet.open(TestServer.DOMAIN);
            assertThat(juliet.bind("balcony")).isEqualTo("juliet@example.org/balcony");
        }
    }

    /**
     * Nothing in front of us is believed about who is calling: whoever writes another address into
     * a header for each guess is the same guesser.
     */
    @Test
    void trusted_proxy_handling() {
        TestServer server = start(guessing());
        Element last = Element.empty("none", "test");
        int seen = 0;
        while (seen < 40 && last.child("temporary-auth-failure", SASL) == null) {
            String header =
                    "X-Forwarded-For: 192.0.2." + seen + "\r\nForwarded: for=192.0.2." + seen;
            try (WebSocketTestClient guesser =
                    WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN, header)) {
                guesser.open(TestServer.DOMAIN);
                long before = server.metrics.answersDelayed.sum();
                guesser.send(plain("", "romeo", "a guess"));
                Element answer = guesser.nextNow();
                while (answer == null) {
                    if (server.metrics.answersDelayed.sum() > before) {
                        server.pass(Duration.ofSeconds(4)); // the answer comes later and later
                        before = Long.MAX_VALUE;
                    }
                    Thread.onSpinWait();
                    answer = guesser.nextNow();
                }
                last = answer;
                seen++;
            }
        }
        assertThat(seen).as("ten, and what fades meanwhile").isBetween(11, 15);
    }

    @Test
    void mechanisms_accepted_though_not_offered() {
        TestServer server = start(NetLimits.NONE);
        try (XmppClient client = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            client.open(TestServer.DOMAIN);
            for (String mechanism :
                    List.of("SCRAM-SHA-512", "EXTERNAL", "ANONYMOUS", "HT-SHA-256-NONE")) {
                client.send(
                        "<auth xmlns='%s' mechanism='%s'>AA==</auth>".formatted(SASL, mechanism));
                assertThat(client.next().child("invalid-mechanism", SASL)).isNotNull();
            }
        }
    }

    /**
     * 256 bits each, of a generator made for it; the server's secret and the seed make the token.
     */
    @Test
    void predictable_tokens() {
        TestServer server = start(NetLimits.NONE);
        Set<String> tokens = new HashSet<>();
        Set<Byte> firstBytes = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            try (Sasl2Client client =
                    Sasl2Client.connect(server, Transport.WEBSOCKET).as("client " + i % 2)) {
                client.open("juliet@example.org");
                Element success =
                        client.prove(
                                "256",
                                "juliet",
                                "<request-token xmlns='%s' mechanism='HT-SHA-256-NONE'/>"
                                        .formatted(FAST));
                String token =
                        Objects.requireNonNull(
                                Objects.requireNonNull(success.child("token", FAST))
                                        .attribute("token"));
                byte[] bytes = Base64.getUrlDecoder().decode(token);
                assertThat(bytes).hasSize(32);
                assertThat(tokens.add(token)).isTrue();
                firstBytes.add(bytes[0]);
            }
        }
        assertThat(firstBytes)
                .as("time stands still, and they differ all over")
                .hasSizeGreaterThan(40);
    }

    @Test
    void user_enumeration() {
        TestServer server = start(NetLimits.NONE);
        server.addAccount("tybalt", false);
        for (String name : List.of("juliet", "tybalt", "nobody")) {
            try (XmppClient client =
                    XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
                client.open(TestServer.DOMAIN);
                ClientSasl scram = new ClientSasl("256", name, "wrong", "n,,", new byte[0]);
                client.send(
                        "<auth xmlns='%s' mechanism='SCRAM-SHA-256'>%s</auth>"
                                .formatted(SASL, scram.first()));
                String challenge =
                        new String(
                                Base64.getDecoder().decode(client.expect("challenge").text()),
                                StandardCharsets.UTF_8);
                assertThat(challenge).contains(",i=4096,h=");
                client.send(
                        "<response xmlns='%s'>%s</response>"
                                .formatted(
                                        SASL,
                                        scram.answer(
                                                Base64.getEncoder()
                                                        .encodeToString(
                                                                challenge.getBytes(
                                                                        StandardCharsets.UTF_8)))));
                assertThat(client.next().toString())
                        .isEqualTo(
                                Element.of("failure", SASL)
                                        .child(Element.empty("not-authorized", SASL))
                                        .build()
                                        .toString());
            }
        }
    }

    /** No page of ours is written from what the address says. */
    @Test
    void unescaped_url_parameters_on_web_pages() throws IOException {
        TestServer server = start(NetLimits.NONE);
        for (String path :
                List.of(
                        "/?room=<script>alert(1)</script>",
                        "/<script>alert(1)</script>",
                        "/rooms/%3Cscript%3Ealert(1)%3C/script%3E?x=%22%3E%3Cscript%3E",
                        "/assets/<script>alert(1)</script>",
                        "/api/<script>alert(1)</script>",
                        "/.well-known/<script>alert(1)</script>")) {
            try (Socket socket = WebSocketTestClient.tls(server.webPort(), TestServer.DOMAIN)) {
                socket.getOutputStream()
                        .write(
                                ("GET "
                                                + path
                                                + " HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                String answer =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(path).startsWith("HTTP/1.1 ");
                assertThat(answer).as(path).doesNotContain("alert(1)");
            }
        }
    }
}
