package stoa.net.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestServer;
import stoa.net.WebSocketTestClient;

/** The web port but for its WebSocket streams. */
class WebListenerTest {
    @TempDir private Path directory;
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String get(String path, String... headers) throws IOException {
        try (Socket socket = WebSocketTestClient.tls(server.webPort(), TestServer.DOMAIN)) {
            return get(socket, path, headers);
        }
    }

    private static String get(Socket socket, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        request.append("Host: example.org:8443\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream()
                .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void host_meta_names_the_websocket_as_the_client_reached_us() throws IOException {
        String xml = get("/.well-known/host-meta");
        assertThat(xml)
                .contains("rel='urn:xmpp:alt-connections:websocket'")
                .contains("href='wss://example.org:8443/xmpp-websocket'")
                .containsIgnoringCase("access-control-allow-origin: *");
        assertThat(get("/.well-known/host-meta.json"))
                .contains("\"href\":\"wss://example.org:8443/xmpp-websocket\"");
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.plainWebPort())) {
            assertThat(get(plain, "/.well-known/host-meta"))
                    .contains("href='ws://example.org:8443/xmpp-websocket'");
        }
    }

    @Test
    void every_answer_protects_those_who_read_it() throws IOException {
        for (String path : new String[] {"/", "/api/hello", "/nothing.here"}) {
            assertThat(get(path))
                    .as(path)
                    .containsIgnoringCase("content-security-policy: default-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe-inline")
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("referrer-policy: no-referrer")
                    .containsIgnoringCase("strict-transport-security: max-age=");
        }
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.plainWebPort())) {
            assertThat(get(plain, "/")).doesNotContainIgnoringCase("strict-transport-security");
        }
    }

    @Test
    void only_the_window_of_its_own_is_tied_to_the_page_that_opened_it() throws IOException {
        for (String path : new String[] {"/", "/chat/romeo", "/popouts", "/api/hello"}) {
            assertThat(get(path))
                    .as(path)
                    .containsIgnoringCase("cross-origin-opener-policy: same-origin-allow-popups");
        }
        for (String path : new String[] {"/popout", "/popout/chat/romeo"}) {
            assertThat(get(path))
                    .as(path)
                    .containsIgnoringCase("cross-origin-opener-policy: unsafe-none")
                    .contains("frame-ancestors 'none'");
        }
        assertThat(get("/launcher.js"))
                .containsIgnoringCase("cross-origin-resource-policy: cross-origin");
        assertThat(get("/")).doesNotContainIgnoringCase("cross-origin-resource-policy");
    }

    @Test
    void the_app_is_served_and_answers_for_its_own_paths() throws IOException {
        String index = get("/");
        assertThat(index)
                .contains("200 OK")
                .contains("<title>the app</title>")
                .containsIgnoringCase("cache-control: no-cache");
        assertThat(get("/rooms/garden")).contains("<title>the app</title>");
        assertThat(get("/assets/index-B4kx81_a.js"))
                .containsIgnoringCase("cache-control: public, max-age=31536000, immutable")
                .containsIgnoringCase("content-type: text/javascript");
        assertThat(get("/assets/missing-00000000.js")).contains("404");
        assertThat(get("/api/nothing")).contains("404");
        assertThat(get("/../../etc/passwd")).doesNotContain("root:");
        String etag = index.lines().filter(l -> l.startsWith("etag:")).findFirst().orElseThrow();
        assertThat(get("/", "If-None-Match:" + etag.substring(5))).contains("304");
    }

    @Test
    void what_the_build_has_gzipped_goes_out_gzipped_to_those_who_take_it() throws IOException {
        String path = "/assets/story-C9rt20_b.js";
        assertThat(get(path, "Accept-Encoding: gzip, br"))
                .containsIgnoringCase("content-encoding: gzip")
                .containsIgnoringCase("vary: accept-encoding")
                .containsIgnoringCase("content-type: text/javascript")
                .doesNotContain("of long standing");
        assertThat(get(path))
                .doesNotContainIgnoringCase("content-encoding")
                .containsIgnoringCase("vary: accept-encoding")
                .contains("of long standing, of long standing");
        assertThat(get(path + ".gz")).contains("404");
    }

    @Test
    void other_modules_routes_come_before_the_app() throws IOException {
        assertThat(get("/api/hello")).endsWith("hello");
    }

    /** What the TLS port answers to bytes without TLS, which may come one at a time. */
    private String plain(String... parts) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.webPort())) {
            socket.setTcpNoDelay(true);
            for (String part : parts) {
                socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void plain_http_on_the_tls_port_is_sent_to_https() throws IOException {
        assertThat(plain("GET /rooms?a=b HTTP/1.1\r\nHost: example.org:8443\r\n\r\n"))
                .startsWith("HTTP/1.1 308 ")
                .contains("\r\nLocation: https://example.org:8443/rooms?a=b\r\n")
                .endsWith("\r\n\r\n");
        assertThat(plain("H", "EAD / HTTP/1.0\r", "\nhost:[::1]:8443\r\n\r", "\n"))
                .contains("\r\nLocation: https://[::1]:8443/\r\n");
    }

    @Test
    void what_is_neither_tls_nor_a_page_asked_for_gets_nothing_of_use() throws IOException {
        for (String bad :
                new String[] {
                    "GET / HTTP/1.1\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: evil.example/@example.org\r\n\r\n",
                    "GET http://evil.example/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
                    "GET /\rX: y HTTP/1.1\r\nHost: example.org\r\n\r\n",
                    "POST /api/v1/people HTTP/1.1\r\nHost: example.org\r\n\r\n",
                    "G".repeat(9_000)
                }) {
            assertThat(plain(bad)).as(bad).startsWith("HTTP/1.1 400 ").doesNotContain("Location");
        }
        assertThat(plain("<stream:stream>")).doesNotContain("HTTP");
        assertThat(get("/")).contains("200 OK");
    }

    @Test
    void a_websocket_without_the_sub_protocol_is_refused() throws IOException {
        assertThat(
                        get(
                                "/xmpp-websocket",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
                .contains("400");
    }

    @Test
    void without_tls_only_on_this_machine_and_there_one_can_sign_in() {
        assertThatThrownBy(() -> server.web.listenPlain(new InetSocketAddress("192.0.2.1", 0)))
                .isInstanceOf(IllegalArgumentException.class);
        try (WebSocketTestClient client = WebSocketTestClient.connectPlain(server.plainWebPort())) {
            var features = client.open(TestServer.DOMAIN);
            var mechanisms = features.child("mechanisms", "urn:ietf:params:xml:ns:xmpp-sasl");
            assertThat(mechanisms).isNotNull();
            assertThat(mechanisms == null ? null : mechanisms.toString())
                    .contains("SCRAM-SHA-256")
                    .doesNotContain("PLAIN");
        }
    }

    @Test
    void silent_connections_are_closed_and_websockets_are_not() throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.plainWebPort());
                WebSocketTestClient webSocket =
                        WebSocketTestClient.connectPlain(server.plainWebPort())) {
            silent.getOutputStream().write("GET / HTT".getBytes(StandardCharsets.US_ASCII));
            webSocket.open(TestServer.DOMAIN);
            while (server.metrics.connectionsNow.sum() < 2) {
                Thread.onSpinWait();
            }
            server.pass(Duration.ofSeconds(20));
            webSocket.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'/>");
            webSocket.expect("failure");
            server.pass(Duration.ofSeconds(9));
            webSocket.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'/>");
            webSocket.expect("failure");
            server.pass(Duration.ofSeconds(60));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            webSocket.expectError("connection-timeout"); // by its own deadline, in good order
        }
    }

    @Test
    void a_connection_that_did_not_become_a_websocket_is_closed_when_silent() throws IOException {
        String request =
                """
                GET /xmpp-websocket HTTP/1.1
                Host: example.org
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Protocol: xmpp
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 99

                """
                        .replace("\n", "\r\n");
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.plainWebPort())) {
            silent.setSoTimeout(20_000);
            silent.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String begins =
                    new String(silent.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(begins).isEqualTo("HTTP/1.1 426");
            server.pass(Duration.ofSeconds(61));
            assertThat(silent.getInputStream().readAllBytes()).isNotNull(); // so it ends
        }
    }

    @Test
    void who_says_good_bye_gets_one_closing_frame_and_then_the_end() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.plainWebPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            """
                            GET /xmpp-websocket HTTP/1.1
                            Host: example.org
                            Upgrade: websocket
                            Connection: Upgrade
                            Sec-WebSocket-Version: 13
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                            Sec-WebSocket-Protocol: xmpp

                            """
                                    .replace("\n", "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var in = new DataInputStream(socket.getInputStream());
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            send(socket, 1, "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org'/>");
            send(socket, 1, "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
            while (frame(in) != 8) {
                // what the stream had to say
            }
            send(socket, 8, "");
            assertThat(in.read()).as("after the closing handshake").isEqualTo(-1);
        }
    }

    /** One frame, masked with zeros (RFC 6455 section 5). */
    private static void send(Socket socket, int opcode, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        assertThat(payload.length).isLessThan(126);
        var out = new ByteArrayOutputStream();
        out.write(0x80 | opcode);
        out.write(0x80 | payload.length);
        out.writeBytes(new byte[4]);
        out.writeBytes(payload);
        socket.getOutputStream().write(out.toByteArray());
    }

    /** Reads a frame; returns its opcode. */
    private static int frame(DataInputStream in) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        in.readFully(new byte[length]);
        return opcode;
    }
}
