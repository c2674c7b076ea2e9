package stoa.store.sql;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;

/**
 * Measures the store by itself, by hand: CPU and time of commits by batch size, of the history
 * index built behind them, and of history pages. Arguments: a directory or a {@code
 * jdbc:postgresql:} address, the number of people, the messages per batch size, and how many
 * messages to have in the archive before pages are read.
 */
public final class StoreBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String BODY = "x".repeat(300);

    private final SqlStore store;
    private final List<FullJid> people = new ArrayList<>();
    private final Random random = new Random(1);
    private long lastId;

    private StoreBench(SqlStore store, int people) {
        this.store = store;
        this.lastId = Math.max(store.lastArchiveId(), ArchiveSlot.firstIdAt(1_700_000_000_000L));
        for (int i = 0; i < people; i++) {
            this.people.add(BareJid.of("user" + i, "example.org").withResource("bench"));
        }
    }

    /** Runs the whole measurement and prints it. */
    public static void main(String[] arguments) throws Exception {
        String where = arguments[0];
        SqlStore store =
                where.startsWith("jdbc:")
                        ? SqlStore.open(new StoreLocation.Postgres(where))
                        : SqlStore.open(
                                new StoreLocation.Sqlite(Files.createDirectories(Path.of(where))));
        try (store) {
            StoreBench bench = new StoreBench(store, Integer.parseInt(arguments[1]));
            int messages = Integer.parseInt(arguments[2]);
            long start = System.nanoTime();
            bench.caughtUp();
            print("index caught up in %.1f s", (System.nanoTime() - start) / 1e9);
            for (int batch : new int[] {50, 1, 10, 50, 200, 1000}) {
                bench.commits(batch, Math.min(messages, batch * 4000));
            }
            bench.fill(Long.parseLong(arguments[3]));
            bench.pages();
        }
    }

    private ArchiveAppend message() {
        int from = random.nextInt(people.size());
        FullJid sender = people.get(from);
        FullJid other = people.get(from ^ 1);
        ArchiveSlot slot = new ArchiveSlot();
        lastId += random.nextInt(1 << 24);
        lastId++;
        slot.set(lastId);
        String origin = Long.toHexString(random.nextLong());
        Bytes stanza =
                Bytes.utf8(
                        "<message from='%s' to='%s' type='chat' id='%s'><body>%s</body></message>"
                                .formatted(sender, other, origin, BODY));
        return new ArchiveAppend(
                slot,
                sender,
                other,
                Message.Type.CHAT,
                origin,
                List.of(
                        new ArchiveOwner(sender.account(), other.account()),
                        new ArchiveOwner(other.account(), sender.account())),
                stanza,
                true);
    }

    private void commits(int batch, int messages) throws Exception {
        if (messages < batch) {
            return;
        }
        List<List<Change>> batches = new ArrayList<>();
        for (int i = 0; i < messages / batch; i++) {
            List<Change> changes = new ArrayList<>();
            for (int j = 0; j < batch; j++) {
                changes.add(message());
            }
            batches.add(changes);
        }
        long[] nanos = new long[batches.size()];
        long cpu = THREADS.getCurrentThreadCpuTime();
        long index = indexCpu();
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            store.commit(batches.get(i));
            nanos[i] = System.nanoTime() - start;
        }
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        caughtUp();
        index = indexCpu() - index;
        Arrays.sort(nanos);
        int rows = nanos.length * batch;
        print(
                "batch %5d: %7d rows  commit cpu %6.1f us/row  index cpu %5.1f us/row"
                        + "  commit p50 %7.0f us  p99 %7.0f us  max %7.0f us",
                batch,
                rows,
                cpu / 1e3 / rows,
                index / 1e3 / rows,
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) (nanos.length * 0.99)] / 1e3,
                nanos[nanos.length - 1] / 1e3);
    }

    private void caughtUp() throws Exception {
        store.archive()
                .extent(people.getFirst().account())
                .toCompletableFuture()
                .get(1, TimeUnit.HOURS);
    }

    /** CPU of the threads beside the journal: index and housekeeping. */
    private static long indexCpu() {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null
                    && (info.getThreadName().equals("history-index")
                            || info.getThreadName().equals("store-keeper"))) {
                sum += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void fill(long upTo) throws Exception {
        long start = System.nanoTime();
        List<Change> batch = new ArrayList<>();
        for (long i = 0; i < upTo; i++) {
            batch.add(message());
            if (batch.size() == 1000) {
                store.commit(batch);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            store.commit(batch);
        }
        caughtUp();
        print("filled with %d in %.0f s", upTo, (System.nanoTime() - start) / 1e9);
    }

    private void pages() throws Exception {
        for (int round = 0; round < 3; round++) {
            page("last 50 of a history", 20_000, false);
            page("last 50 with a peer", 20_000, true);
        }
    }

    private void page(String what, int count, boolean withPeer) throws Exception {
        long cpu = processCpu();
        long start = System.nanoTime();
        long rows = 0;
        for (int i = 0; i < count; i++) {
            int who = random.nextInt(people.size());
            ArchiveQuery query = ArchiveQuery.lastOf(people.get(who).account(), 50);
            if (withPeer) {
                query = query.with(people.get(who ^ 1).account());
            }
            ArchiveResult.Page page =
                    (ArchiveResult.Page)
                            store.archive()
                                    .page(query)
                                    .toCompletableFuture()
                                    .get(1, TimeUnit.MINUTES);
            rows += page.rows().size();
        }
        print(
                "%s: %.0f rows a page, cpu %.3f ms a page, %.3f ms elapsed",
                what,
                (double) rows / count,
                (processCpu() - cpu) / 1e6 / count,
                (System.nanoTime() - start) / 1e6 / count);
    }

    @SuppressWarnings("AnnotateFormatMethod") // private, and every call is above
    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
