package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.get;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.StoreException;
import stoa.store.room.RoomLogEntry;

/**
 * Kills a process that commits, without warning, and looks at what is left: every batch it had
 * reported is there, whole, once and in order; a later one is there whole or not at all; and the
 * history index agrees with the archive.
 */
class CrashTest {
    @TempDir Path directory;

    @Test
    void sqlite_loses_nothing_it_has_acknowledged() throws Exception {
        killAndLook("", directory, 6);
    }

    @Test
    void postgres_loses_nothing_it_has_acknowledged() throws Exception {
        killAndLook(TestPostgres.freshDatabase(), directory, 3);
    }

    private static void killAndLook(String url, Path data, int kills) throws Exception {
        Random random = new Random(kills);
        int last = 0;
        for (int i = 0; i < kills; i++) {
            int reported = runAndKill(url, data, last, 5 + random.nextInt(40));
            try (SqlStore store = openWhenFree(StoreLocation.of(url, data))) {
                last = look(store, reported);
            }
        }
    }

    /** Returns the last batch that was reported before the process was killed. */
    private static int runAndKill(String url, Path data, int from, int batches)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashWriter.class.getName(),
                                url,
                                data.toString(),
                                Integer.toString(from))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int reported = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            String line = out.readLine();
            while (line != null) {
                reported = Integer.parseInt(line);
                if (reported == from + batches) {
                    // SIGKILL. (Process would close the pipe too, and what it still said counts.)
                    process.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        }
        process.waitFor();
        assertThat(reported).isGreaterThanOrEqualTo(from + batches);
        return reported;
    }

    /** PostgreSQL takes a moment to notice that the process is gone, and its lock with it. */
    private static SqlStore openWhenFree(StoreLocation location) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                return SqlStore.open(location);
            } catch (StoreException e) {
                if (e.problem() != StoreException.Problem.IN_USE || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Returns the last batch that is there. */
    private static int look(SqlStore store, int reported) {
        List<String> lines = Talk.lines(store, Talk.JULIET);
        String name = get(store.accounts().find(Talk.JULIET)).orElseThrow().name();
        int last = Integer.parseInt(String.valueOf(name));
        assertThat(last).isGreaterThanOrEqualTo(reported);

        List<String> expected = new ArrayList<>();
        int at = 0;
        for (int batch = 1; batch <= last; batch++) {
            int size =
                    Integer.parseInt(lines.get(at).substring(lines.get(at).lastIndexOf('/') + 1));
            for (int i = 0; i < size; i++) {
                expected.add(batch + "/" + i + "/" + size);
            }
            at += size;
        }
        assertThat(lines).isEqualTo(expected);
        assertThat(Talk.lines(store, Talk.ROMEO)).isEqualTo(expected);
        List<RoomLogEntry> log = get(store.rooms().log(Talk.ROMEO, 0, 10_000));
        assertThat(log).hasSize(last);
        assertThat(log.getLast().nick()).isEqualTo(name);
        assertThat(store.lastArchiveId()).isEqualTo(log.getLast().id());
        return last;
    }
}
