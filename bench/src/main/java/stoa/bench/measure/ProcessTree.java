package stoa.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time and resident memory of a process, or of several, its threads and its descendants, read
 * from Linux' {@code /proc}. CPU time comes in clock ticks of 10 ms, so windows of a second and
 * more are exact to about 1 %. A process that ends while it is read counts as zero.
 */
public final class ProcessTree {
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every Linux
    private static final Path PROC = Path.of("/proc");

    private final List<Long> roots;

    public ProcessTree(long rootPid) {
        this(List.of(rootPid));
    }

    private ProcessTree(List<Long> roots) {
        this.roots = List.copyOf(roots);
    }

    /** Several as one, which have nobody in common. */
    public static ProcessTree together(ProcessTree... trees) {
        return new ProcessTree(Stream.of(trees).flatMap(tree -> tree.roots.stream()).toList());
    }

    /** The processes that were named, without what they started. */
    public List<Long> roots() {
        return roots;
    }

    /** The root and everything it started that still runs. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>(roots);
        for (long root : roots) {
            ProcessHandle.of(root)
                    .ifPresent(one -> one.descendants().forEach(child -> pids.add(child.pid())));
        }
        return pids;
    }

    /** User and system time so far, of ended and awaited children too. */
    public long cpuNanos() {
        long ticks = 0;
        for (long pid : pids()) {
            ticks += ticksOf(read(PROC.resolve(pid + "/stat")));
        }
        return ticks * NANOS_PER_TICK;
    }

    /**
     * Resident memory (RSS) of all of them, in bytes. Not the proportional share (PSS), which
     * depends on who else runs: another Java machine would halve a part of ours.
     */
    public long residentBytes() {
        long kibibytes = 0;
        for (long pid : pids()) {
            kibibytes += rssOf(read(PROC.resolve(pid + "/smaps_rollup")));
        }
        return kibibytes * 1024;
    }

    /**
     * Busy time of all cores since the machine started, in nanoseconds: tells how much others took
     * meanwhile.
     */
    public static long machineBusyNanos() {
        String stat = read(PROC.resolve("stat"));
        String[] cpu = stat.substring(0, stat.indexOf('\n')).trim().split("\\s+", -1);
        // cpu user nice system idle iowait irq softirq steal
        long busy = 0;
        for (int i = 1; i <= 8; i++) {
            if (i != 4 && i != 5) {
                busy += Long.parseLong(cpu[i]);
            }
        }
        return busy * NANOS_PER_TICK;
    }

    static long ticksOf(String stat) {
        int afterName = stat.lastIndexOf(')');
        if (afterName < 0) {
            return 0;
        }
        String[] fields = stat.substring(afterName + 2).trim().split(" ", -1);
        // proc(5): utime, stime, cutime and cstime are fields 14 to 17; the state, field 3, is
        // first here
        return Long.parseLong(fields[11])
                + Long.parseLong(fields[12])
                + Long.parseLong(fields[13])
                + Long.parseLong(fields[14]);
    }

    static long rssOf(String rollup) {
        return rollup.lines()
                .filter(line -> line.startsWith("Rss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException e) {
            if (!Files.exists(file)) {
                return "";
            }
            // a process that ends between open and read answers ESRCH
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
