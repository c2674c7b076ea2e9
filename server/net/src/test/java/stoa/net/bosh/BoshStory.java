package stoa.net.bosh;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.bosh.BoshPlayer.message;
import static stoa.net.bosh.BoshPlayer.now;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.session.Session;
import stoa.net.FakeGate;
import stoa.net.TestServer;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** A server with BOSH, and Juliet, who comes by it. */
abstract class BoshStory {
    static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    static final FullJid ROMEO = FullJid.of("romeo@example.org/pc");

    @TempDir Path directory;
    TestServer server;
    BoshPlayer juliet;

    @BeforeEach
    void start() {
        begin(new TestServer.Options());
    }

    final void begin(TestServer.Options options) {
        server = new TestServer(directory, options);
        juliet = new BoshPlayer(server);
    }

    @AfterEach
    void stop() {
        juliet.close();
        server.close();
    }

    final BoshPlayer signedIn() {
        return signedIn("wait='60' hold='1'");
    }

    final BoshPlayer signedIn(String attributes) {
        juliet.creates(attributes);
        return juliet.signsIn("juliet", "balcony");
    }

    final Session session() {
        return Objects.requireNonNull(server.gate.sessions.get(JULIET));
    }

    final void romeoSays(String id) {
        session()
                .send(
                        Message.of(
                                        Message.Type.CHAT,
                                        ROMEO,
                                        JULIET,
                                        Element.text("body", Stanza.CLIENT, "words"))
                                .withId(id));
    }

    static void assertMessage(Element body, String id) {
        Element message = body.child("message", Stanza.CLIENT);
        assertThat(message).as("%s", body).isNotNull();
        assertThat(Objects.requireNonNull(message).attribute("id")).isEqualTo(id);
    }

    static void assertNothing(Element body) {
        assertThat(body.children()).as("%s", body).isEmpty();
        assertThat(body.attribute("type")).as("%s", body).isNull();
    }

    static void assertOver(Element body, @Nullable String condition) {
        assertThat(body.attribute("type")).as("%s", body).isEqualTo("terminate");
        assertThat(body.attribute("condition")).as("%s", body).isEqualTo(condition);
    }

    final Element received() throws InterruptedException {
        FakeGate.In in = server.gate.received.poll(20, TimeUnit.SECONDS);
        return Objects.requireNonNull(in, "nothing came").stanza().toElement();
    }

    /** Waits until the session has taken that request. */
    final void waitsFor(BoshPlayer player, long rid) {
        BoshSession bosh = Objects.requireNonNull(server.boshes.find(player.sid));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!onLoop(bosh, () -> bosh.received() >= rid)) {
            assertThat(System.nanoTime()).as("request " + rid).isLessThan(deadline);
        }
    }

    static boolean onLoop(BoshSession bosh, BooleanSupplier asked) {
        return now(CompletableFuture.supplyAsync(asked::getAsBoolean, bosh.loop().executor()));
    }
}
