package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.hook.Hooks;
import stoa.core.hook.SessionLife;
import stoa.core.session.Attention;
import stoa.core.session.Session;
import stoa.net.TestServer;
import stoa.net.XmppClient;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** What the hooks of a session's life are told of what its client does not see. */
class AttentionTest {
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    private static final FullJid ROMEO = FullJid.of("romeo@example.org/pc");

    @TempDir private Path directory;
    private final BlockingQueue<SessionLife.Waiting> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Session> reached = new LinkedBlockingQueue<>();
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory, new TestServer.Options().joining(this::joins));
    }

    private void joins(Hooks hooks) {
        hooks.observe(SessionLife.WAITING, waiting::add);
        hooks.observe(SessionLife.REACHED, reached::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Session juliet() {
        return Objects.requireNonNull(server.gate.sessions.get(JULIET));
    }

    private static Message line(String id) {
        return Message.of(
                        Message.Type.CHAT,
                        ROMEO,
                        JULIET,
                        Element.text("body", Stanza.CLIENT, "words"))
                .withId(id);
    }

    private static Presence presence(Presence.Type type) {
        return Presence.of(type, ROMEO, JULIET);
    }

    private SessionLife.Waiting nextWaiting() throws InterruptedException {
        return Objects.requireNonNull(waiting.poll(30, TimeUnit.SECONDS), "nothing waits");
    }

    private static String id(SessionLife.Waiting one) {
        return String.valueOf(Objects.requireNonNull(one.stanza().get()).id());
    }

    @Test
    void who_is_there_and_says_nothing_is_connected_and_nothing_waits() {
        try (XmppClient client = XmppClient.session(server, "juliet", "balcony")) {
            assertThat(juliet().attention()).isEqualTo(Attention.CONNECTED);
            juliet().send(line("m1"));
            client.expect("message");
            assertThat(waiting).isEmpty();
        }
    }

    @Test
    void what_was_not_acknowledged_waits_when_the_stream_breaks_and_so_does_what_comes()
            throws Exception {
        XmppClient client = XmppClient.session(server, "juliet", "balcony");
        String previd = client.enable();
        juliet().send(line("m1"));
        client.expect("message");
        client.expect("r");
        client.send("<a xmlns='urn:xmpp:sm:3' h='1'/>");
        client.expectNothingElse("p1");
        juliet().send(EncodedStanza.of(line("m2").toElement()), JULIET, 7);
        juliet().send(presence(Presence.Type.AVAILABLE));
        client.expect("message");
        client.expect("presence");
        assertThat(waiting).isEmpty();
        client.cut();
        SessionLife.Waiting second = nextWaiting();
        assertThat(id(second)).isEqualTo("m2");
        assertThat(second.archiveId()).isEqualTo(7);
        assertThat(second.session()).isSameAs(juliet());
        assertThat(juliet().attention()).isEqualTo(Attention.AWAY);
        juliet().send(presence(Presence.Type.UNAVAILABLE));
        juliet().send(presence(Presence.Type.SUBSCRIBE));
        juliet().send(line("m3"));
        assertThat(nextWaiting().stanza().get())
                .isInstanceOfSatisfying(
                        Presence.class,
                        p -> assertThat(p.type()).isEqualTo(Presence.Type.SUBSCRIBE));
        assertThat(id(nextWaiting())).isEqualTo("m3");
        assertThat(reached).isEmpty();
        try (XmppClient again = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            again.open(TestServer.DOMAIN);
            again.login("juliet");
            again.send("<resume xmlns='urn:xmpp:sm:3' h='4' previd='" + previd + "'/>");
            again.expect("resumed");
            assertThat(reached.poll(30, TimeUnit.SECONDS)).isSameAs(juliet());
            assertThat(juliet().attention()).isEqualTo(Attention.CONNECTED);
            again.expect("presence");
            again.expect("presence");
            again.expect("message");
            juliet().send(line("m4"));
            again.expect("message");
        }
        assertThat(id(nextWaiting())).isEqualTo("m4");
        // The rest of what was told of already is not told of again.
        server.pass(Duration.ofHours(1));
        assertThat(
                        Objects.requireNonNull(server.gate.ended.poll(30, TimeUnit.SECONDS))
                                .undelivered())
                .isNotEmpty();
        assertThat(waiting).isEmpty();
    }

    @Test
    void what_does_not_wait_for_an_inactive_client_is_told() throws Exception {
        try (XmppClient client = XmppClient.session(server, "juliet", "balcony")) {
            client.send("<inactive xmlns='urn:xmpp:csi:0'/>");
            client.expectNothingElse("p1");
            assertThat(juliet().attention()).isEqualTo(Attention.INACTIVE);
            juliet().send(presence(Presence.Type.AVAILABLE));
            juliet().send(line("m1"));
            client.expect("presence");
            client.expect("message");
            assertThat(id(nextWaiting())).isEqualTo("m1");
            client.send("<active xmlns='urn:xmpp:csi:0'/>");
            client.expectNothingElse("p2");
            assertThat(juliet().attention()).isEqualTo(Attention.LOOKED_AT);
            assertThat(reached.poll(30, TimeUnit.SECONDS)).isSameAs(juliet());
            juliet().send(line("m2"));
            client.expect("message");
            assertThat(waiting).isEmpty();
        }
    }
}
