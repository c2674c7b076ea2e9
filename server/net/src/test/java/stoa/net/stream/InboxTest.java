package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestServer;
import stoa.net.sm.Outgoing;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;

/** When a session's loop is woken, and with what. Time stands still unless a test lets it pass. */
class InboxTest {
    private static final FullJid ROMEO = FullJid.of("romeo@example.org/pc");

    @TempDir private Path directory;
    private TestServer server;
    private Inbox inbox;

    /** What each turn took, by the ids of the stanzas. */
    private final LinkedBlockingQueue<List<String>> turns = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        server = new TestServer(directory);
        inbox = new Inbox(server.streams, () -> 1, this::turn);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void turn() {
        assertThat(server.loops.currentIndex()).isEqualTo(1);
        inbox.awake();
        List<String> ids = new ArrayList<>();
        for (Outgoing next = inbox.takeAll(); next != null; next = next.next) {
            Stanza stanza = next.stanza();
            ids.add(stanza == null ? "?" : String.valueOf(stanza.id()));
        }
        turns.add(ids);
    }

    private static Outgoing presence(String id) {
        return new Outgoing(
                new Presence(ROMEO, null, Presence.Type.AVAILABLE, id, null, List.of()));
    }

    private static Outgoing message(String id) {
        return new Outgoing(Message.of(Message.Type.CHAT, ROMEO, ROMEO).withId(id));
    }

    private List<String> nextTurn() throws InterruptedException {
        List<String> turn = turns.poll(20, TimeUnit.SECONDS);
        assertThat(turn).as("a turn").isNotNull();
        return turn;
    }

    private void presenceWasJustWritten() throws InterruptedException {
        inbox.pushPresence(presence("earlier"));
        assertThat(nextTurn()).containsExactly("earlier");
    }

    @Test
    void presence_that_comes_after_a_while_is_taken_at_once() throws InterruptedException {
        presenceWasJustWritten();
        server.time.pass(Duration.ofMillis(PresenceGathering.MS));
        inbox.pushPresence(presence("1"));
        server.drainLoops();
        assertThat(turns).containsExactly(List.of("1"));
    }

    @Test
    void presence_of_many_in_one_moment_is_taken_together_in_order() throws InterruptedException {
        presenceWasJustWritten();
        List<String> ids = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        long from = System.nanoTime();
        for (String id : ids) {
            inbox.pushPresence(presence(id));
            server.drainLoops(); // whom it woke has run
        }
        List<String> taken = new ArrayList<>();
        int count = 0;
        while (taken.size() < ids.size()) {
            taken.addAll(nextTurn());
            count++;
        }
        long tookMs = (System.nanoTime() - from) / 1_000_000;
        assertThat(taken).isEqualTo(ids);
        assertThat(count).isLessThanOrEqualTo((int) (tookMs / PresenceGathering.MS) + 1);
    }

    @Test
    void anything_else_takes_along_what_waits_before_it() throws InterruptedException {
        presenceWasJustWritten();
        inbox.pushPresence(presence("1"));
        inbox.push(message("2"));
        List<String> taken = new ArrayList<>(nextTurn());
        while (!taken.contains("2")) {
            taken.addAll(nextTurn());
        }
        assertThat(taken).containsExactly("1", "2");
    }

    @Test
    void what_waited_is_gathered_again_and_again() throws InterruptedException {
        presenceWasJustWritten();
        for (int i = 0; i < 5; i++) {
            inbox.pushPresence(presence("p" + i));
            assertThat(nextTurn()).containsExactly("p" + i);
        }
    }

    @Test
    void nothing_is_lost_and_each_threads_order_kept_while_many_push() throws Exception {
        int threads = 4;
        int each = 20_000;
        List<Thread> pushing = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int mine = t;
            pushing.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < each; i++) {
                                            if (i % 7 == mine) {
                                                inbox.push(message(mine + ":" + i));
                                            } else {
                                                inbox.pushPresence(presence(mine + ":" + i));
                                            }
                                        }
                                    }));
        }
        Map<String, Integer> next = new HashMap<>();
        for (int heard = 0; heard < threads * each; ) {
            for (String id : nextTurn()) {
                String[] parts = id.split(":", 2);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
                next.merge(parts[0], 1, Integer::sum);
                heard++;
            }
        }
        for (Thread thread : pushing) {
            thread.join();
        }
    }
}
