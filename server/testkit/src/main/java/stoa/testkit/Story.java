package stoa.testkit;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import stoa.xmpp.jid.FullJid;

/**
 * A story: some clients come online, all greetings between them are over, and then it plays. {@code
 * story.with(laptop, pc).play((laptop, pc) -> …)}.
 */
public final class Story {
    private final InMemoryServer server;

    public Story(InMemoryServer server) {
        this.server = server;
    }

    /** Three clients' part. */
    @FunctionalInterface
    public interface Three {
        void play(TestClient one, TestClient two, TestClient three);
    }

    /** Four clients' part. */
    @FunctionalInterface
    public interface Four {
        void play(TestClient one, TestClient two, TestClient three, TestClient four);
    }

    public One with(FullJid one) {
        return new One(online(one));
    }

    public Two with(FullJid one, FullJid two) {
        return new Two(online(one, two));
    }

    public Trio with(FullJid one, FullJid two, FullJid three) {
        return new Trio(online(one, two, three));
    }

    public Quartet with(FullJid one, FullJid two, FullJid three, FullJid four) {
        return new Quartet(online(one, two, three, four));
    }

    private List<TestClient> online(FullJid... addresses) {
        List<TestClient> clients =
                List.of(addresses).stream().map(address -> server.client(address)).toList();
        clients.forEach(TestClient::comesOnline);
        clients.forEach(client -> client.forgets().acknowledges());
        return clients;
    }

    /** A story of one client. */
    public record One(List<TestClient> cast) {
        public void play(Consumer<TestClient> part) {
            part.accept(cast.getFirst());
        }
    }

    /** A story of two clients. */
    public record Two(List<TestClient> cast) {
        public void play(BiConsumer<TestClient, TestClient> part) {
            part.accept(cast.get(0), cast.get(1));
        }
    }

    /** A story of three clients. */
    public record Trio(List<TestClient> cast) {
        public void play(Three part) {
            part.play(cast.get(0), cast.get(1), cast.get(2));
        }
    }

    /** A story of four clients. */
    public record Quartet(List<TestClient> cast) {
        public void play(Four part) {
            part.play(cast.get(0), cast.get(1), cast.get(2), cast.get(3));
        }
    }
}
