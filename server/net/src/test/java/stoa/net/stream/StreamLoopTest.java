package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestServer;

/** What time does to the streams of one loop. */
class StreamLoopTest {
    @Test
    void one_that_fails_keeps_no_other_from_the_time(@TempDir Path directory) {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(directory)) {
            StreamLoop loop = server.streams.loop(0);
            loop.executor()
                    .execute(
                            () -> {
                                loop.watch(named("over", false, asked));
                                loop.watch(
                                        now -> {
                                            throw new IllegalStateException("a bug of this one");
                                        });
                                loop.watch(
                                        now -> {
                                            throw new StackOverflowError("a bug of that one");
                                        });
                                loop.watch(named("lasting", true, asked));
                                loop.sweep(1);
                                loop.sweep(2);
                            });
            server.drainLoops();
        }
        assertThat(asked).containsExactly("over", "lasting", "lasting");
    }

    @Test
    void one_that_is_watched_again_is_asked_once(@TempDir Path directory) {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(directory)) {
            StreamLoop loop = server.streams.loop(0);
            StreamLoop.Swept item = named("lasting", true, asked);
            loop.executor()
                    .execute(
                            () -> {
                                loop.watch(item);
                                loop.watch(item);
                                loop.sweep(1);
                                loop.watch(item);
                                loop.sweep(2);
                            });
            server.drainLoops();
        }
        assertThat(asked).containsExactly("lasting", "lasting");
    }

    private static StreamLoop.Swept named(String name, boolean lasting, List<String> asked) {
        return now -> {
            asked.add(name);
            return lasting;
        };
    }
}
