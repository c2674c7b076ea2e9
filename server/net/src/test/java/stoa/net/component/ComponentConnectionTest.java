package stoa.net.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.session.Receipt;
import stoa.net.LoggedErrors;
import stoa.net.loop.VertxLoops;
import stoa.testkit.Spec;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** XEP-0114 over a real socket, byte by byte. */
class ComponentConnectionTest {
    private static final String SECRET = "s3cret";
    private static final Pattern ID = Pattern.compile(" id=['\"]([^'\"]+)['\"]");
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");

    private final BlockingQueue<Stanza> routed = new LinkedBlockingQueue<>();
    private final Component component =
            new Component(
                    DomainJid.of("bridge.example.org"),
                    SECRET,
                    new Routed(routed),
                    new ServedDomains(List.of(DomainJid.of("example.org"))));
    private Vertx vertx;
    private ComponentListener listener;
    private InetSocketAddress at;

    private record Routed(BlockingQueue<Stanza> all) implements Router {
        @Override
        public void route(Stanza stanza, Receipt receipt) {
            if (stanza.to() instanceof DomainJid) {
                throw new IllegalStateException("a bug that quotes " + stanza);
            }
            all.add(stanza);
        }

        @Override
        public void send(EncodedStanza stanza, Jid from, FullJid to) {
            throw new AssertionError("no room");
        }
    }

    @BeforeEach
    void start() throws Exception {
        vertx = VertxLoops.newVertx(1);
        listener = new ComponentListener(List.of(component), new VertxLoops(vertx));
        at =
                listener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        listener.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** A component that writes and reads text. */
    private final class Peer implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final StringBuilder read = new StringBuilder();

        Peer() throws IOException {
            socket = new Socket(at.getAddress(), at.getPort());
            socket.setSoTimeout(30_000);
            in = socket.getInputStream();
        }

        void says(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Reads on until that has come; gives what was read up to its end. */
        String hears(String text) throws IOException {
            while (read.indexOf(text) < 0) {
                byte[] some = new byte[4096];
                int count = in.read(some);
                if (count < 0) {
                    throw new IOException("the end, after: " + read);
                }
                read.append(new String(some, 0, count, StandardCharsets.UTF_8));
            }
            int end = read.indexOf(text) + text.length();
            String heard = read.substring(0, end);
            read.delete(0, end);
            return heard;
        }

        void opens(String address) throws IOException {
            says(
                    "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='"
                            + address
                            + "'>");
        }

        void connects() throws IOException {
            opens("bridge.example.org");
            Matcher id = ID.matcher(hears(">").endsWith("?>") ? hears(">") : "");
            assertThat(id.find()).isTrue();
            says("<handshake>" + Handshake.of(id.group(1), SECRET) + "</handshake>");
            hears("<handshake/>");
        }

        void isRefused(String condition) throws IOException {
            hears("<" + condition + " xmlns=");
            hears("</stream:stream>");
            assertThatThrownBy(() -> hears("anything")).hasMessageStartingWith("the end");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    @Spec(xep = 114, section = "3", says = "the handshake, and stanzas in jabber:component:accept")
    void who_knows_the_secret_is_let_in_and_heard() throws Exception {
        try (Peer peer = new Peer()) {
            peer.connects();
            peer.says(
                    "<message from='nurse@bridge.example.org/phone' to='juliet@example.org' type='chat'><body>Peter!</body></message>");
            Message heard = (Message) routed.poll(30, TimeUnit.SECONDS);
            assertThat(heard.body()).isEqualTo("Peter!");
            assertThat(heard.from()).isEqualTo(FullJid.of("nurse@bridge.example.org/phone"));
            component.receive(
                    Message.of(
                            Message.Type.CHAT,
                            JULIET,
                            heard.from(),
                            Element.text("body", Stanza.CLIENT, "What news?")),
                    Receipt.NONE);
            assertThat(peer.hears("</message>"))
                    .contains("<body>What news?</body>")
                    .doesNotContain("jabber:client");
        }
    }

    @Test
    @Spec(
            xep = 114,
            section = "3",
            says = "SHA-1 over stream id and secret, lower-case hexadecimal")
    void the_handshake_is_the_standards_own() {
        assertThat(Handshake.of("3BF96D32", "test"))
                .isEqualTo("aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e");
    }

    @Test
    void a_wrong_secret_is_not_authorized() throws Exception {
        try (Peer peer = new Peer()) {
            peer.opens("bridge.example.org");
            peer.says("<handshake>0000000000000000000000000000000000000000</handshake>");
            peer.isRefused("not-authorized");
        }
        refuses();
    }

    @Test
    void nothing_passes_before_the_handshake() throws Exception {
        try (Peer peer = new Peer()) {
            peer.opens("bridge.example.org");
            peer.says("<message from='x@bridge.example.org' to='juliet@example.org'/>");
            peer.isRefused("not-authorized");
        }
        assertThat(routed).isEmpty();
    }

    @Test
    void an_address_that_is_not_configured_is_unknown() throws Exception {
        try (Peer peer = new Peer()) {
            peer.opens("elsewhere.example.org");
            peer.isRefused("host-unknown");
        }
    }

    @Test
    void a_clients_stream_is_of_the_wrong_namespace() throws Exception {
        try (Peer peer = new Peer()) {
            peer.says(
                    "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='bridge.example.org' version='1.0'>");
            peer.isRefused("invalid-namespace");
        }
    }

    @Test
    void a_component_speaks_for_its_own_address_only() throws Exception {
        try (Peer peer = new Peer()) {
            peer.connects();
            peer.says("<message from='romeo@example.org/x' to='juliet@example.org'/>");
            peer.isRefused("invalid-from");
        }
        assertThat(routed).isEmpty();
        try (Peer peer = new Peer()) {
            peer.connects();
            peer.says("<message from='x@bridge.example.org'/>");
            peer.isRefused("improper-addressing");
        }
    }

    @Test
    void a_second_one_conflicts_and_the_first_stays() throws Exception {
        try (Peer first = new Peer();
                Peer second = new Peer()) {
            first.connects();
            second.opens("bridge.example.org");
            Matcher id = ID.matcher(second.hears(">").endsWith("?>") ? second.hears(">") : "");
            assertThat(id.find()).isTrue();
            second.says("<handshake>" + Handshake.of(id.group(1), SECRET) + "</handshake>");
            second.isRefused("conflict");
            first.says("<message from='x@bridge.example.org' to='juliet@example.org'/>");
            assertThat(routed.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void malformed_xml_ends_the_stream() throws Exception {
        try (Peer peer = new Peer()) {
            peer.connects();
            peer.says("<message from='a'><!-- x --></message>");
            peer.isRefused("restricted-xml");
        }
    }

    @Test
    @Spec(xep = 359, section = "3", says = "nobody else speaks in the name of an archive")
    void ids_that_the_server_gives_are_taken_away_and_the_components_own_stay() throws Exception {
        String own = "room@bridge.example.org";
        String elsewhere = "room@elsewhere.example";
        StringBuilder ids = new StringBuilder();
        for (String by :
                List.of(
                        "juliet@example.org",
                        own,
                        "Room@Conference.example.org",
                        elsewhere,
                        "example.org")) {
            ids.append("<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='").append(by).append("'/>");
        }
        try (Peer peer = new Peer()) {
            peer.connects();
            peer.says(
                    "<message from='x@bridge.example.org' to='juliet@example.org'>%s</message>"
                            .formatted(ids));
            Message heard = (Message) routed.poll(30, TimeUnit.SECONDS);
            assertThat(heard.payloads())
                    .extracting(id -> id.attribute("by"))
                    .containsExactly(own, elsewhere);
        }
    }

    @Test
    void a_defect_of_ours_is_an_error_that_quotes_nobody() throws Exception {
        try (LoggedErrors errors = new LoggedErrors(ComponentConnection.class);
                Peer peer = new Peer()) {
            peer.connects();
            peer.says(
                    "<message from='x@bridge.example.org' to='example.org'><body>nobody's business</body></message>");
            assertThatThrownBy(() -> peer.hears("anything")).hasMessageStartingWith("the end");
            assertThat(errors.next())
                    .startsWith("component_stream_failed address=bridge.example.org")
                    .contains("java.lang.IllegalStateException", "ComponentConnectionTest")
                    .doesNotContain("business");
            errors.areNoMore();
        }
        refuses();
    }

    @Test
    void while_nobody_is_connected_messages_come_back() {
        refuses();
    }

    private void refuses() {
        component.receive(
                Message.of(Message.Type.CHAT, JULIET, Jid.parse("nurse@bridge.example.org")),
                Receipt.NONE);
        assertThat(routed).singleElement().matches(Stanza::isError);
    }

    @Test
    void one_that_does_not_read_is_let_go() throws Exception {
        try (Peer peer = new Peer()) {
            peer.connects();
            String long1 = "x".repeat(200_000);
            Message message =
                    Message.of(
                            Message.Type.CHAT,
                            JULIET,
                            Jid.parse("nurse@bridge.example.org"),
                            Element.text("body", Stanza.CLIENT, long1));
            long most = 4 * ComponentConnection.MOST_WAITING_BYTES / long1.length();
            int sent = 0;
            while (routed.isEmpty() && sent < most) {
                component.receive(message, Receipt.NONE);
                sent++;
            }
            assertThat(routed.poll()).as("refused after %s", sent).matches(Stanza::isError);
        }
    }
}
