package stoa.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How many files, connections among them, processes may have open, from Linux' {@code /proc}.
 * Whoever would open more learns so before, and not by a connection that fails among thousands.
 */
public final class OpenFiles {
    /** What a server and the generator have open beside connections. */
    private static final int OTHERS = 300;

    private static final String ROW = "Max open files";

    private OpenFiles() {}

    /** Throws, saying what to do, unless each of the processes may hold so many connections. */
    public static void require(int connections, long... pids) {
        for (long pid : pids) {
            long allowed = allowed(pid);
            if (allowed < connections + OTHERS) {
                throw new IllegalStateException(
                        String.format(
                                Locale.ROOT,
                                "%,d connections need %,d open files in each process, and %,d are allowed; raise it: ulimit -n %d",
                                connections,
                                connections + OTHERS,
                                allowed,
                                connections + OTHERS));
            }
        }
    }

    /** The soft limit, which a JVM raises to the hard one at its start. */
    static long allowed(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/limits")).stream()
                    .filter(line -> line.startsWith(ROW))
                    .map(line -> line.substring(ROW.length()).trim().split("\\s+", -1)[0])
                    .mapToLong(
                            soft ->
                                    soft.equals("unlimited")
                                            ? Long.MAX_VALUE
                                            : Long.parseLong(soft))
                    .findAny()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
