package stoa.search;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.sql.SqlStore;
import stoa.store.sql.StoreLocation;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/**
 * Measures the search by itself, by hand: what it costs to take messages in, how much room they
 * take, and how long searches last in the worst history there is, a room in which everything was
 * said. Lines have twelve words on average, as often used as words are (Zipf); every tenth is in
 * Chinese characters. Arguments: a directory, and how many messages.
 */
public final class SearchBench {
    private static final int PEOPLE = 100;
    private static final int WORDS = 100_000;
    private static final int BATCH = 5_000;
    private static final int RUNS = 41;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Random random = new Random(1);
    private final String[] words = new String[WORDS];
    private final List<BareJid> people = new ArrayList<>();
    private final SqlStore store;

    private SearchBench(SqlStore store) {
        this.store = store;
        String[] syllables =
                "an ber ca do el fin gar ho is ju ka lo mon ne or pa qui ro sta tor un vi wel xa yo zu"
                        .split(" ", -1);
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int rest = i + 1; rest > 0; rest /= syllables.length) {
                word.append(syllables[rest % syllables.length]);
            }
            words[i] = word.toString();
        }
        for (int i = 0; i < PEOPLE; i++) {
            people.add(BareJid.of("user" + i, "example.org"));
        }
    }

    /** Runs the whole measurement and prints it. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int messages = Integer.parseInt(arguments[1]);
        try (SqlStore store = SqlStore.open(new StoreLocation.Sqlite(directory))) {
            SearchBench bench = new SearchBench(store);
            bench.fill(messages);
            Path index = directory.resolve("search");
            long wall = System.nanoTime();
            long cpu = SYSTEM.getProcessCpuTime();
            try (ArchiveSearch search =
                    ArchiveSearch.start(
                            store.archive(), index, Talk.WHEN_ASKED, Duration.ofHours(1))) {
                bench.search(search, "nothing", null);
                double seconds = (System.nanoTime() - wall) / 1e9;
                print(
                        "%,d messages in %.1f s: %,.0f a second, %.1f us of CPU each",
                        search.documents(),
                        seconds,
                        search.documents() / seconds,
                        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / search.documents());
                bench.searches(search);
                bench.oneByOne(search);
            }
            print("%,d bytes a message on the disk", bytes(index) / messages);
        }
    }

    private void fill(int messages) throws IOException {
        long id = Math.max(store.lastArchiveId(), ArchiveSlot.firstIdAt(1_700_000_000_000L));
        List<Change> batch = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            id += ArchiveSlot.firstIdAt(1);
            batch.add(line(id));
            if (batch.size() == BATCH || i == messages - 1) {
                store.commit(batch);
                batch = new ArrayList<>();
            }
        }
    }

    private ArchiveAppend line(long id) {
        BareJid who = people.get(random.nextInt(PEOPLE));
        Message message =
                Message.of(
                        Message.Type.GROUPCHAT,
                        Talk.GARDEN.withResource(String.valueOf(who.local())),
                        Talk.GARDEN,
                        Element.text(
                                "body", Stanza.CLIENT, random.nextInt(10) == 0 ? han() : text()));
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(id);
        return new ArchiveAppend(
                slot,
                message.from(),
                message.to(),
                message.type(),
                null,
                List.of(new ArchiveOwner(Talk.GARDEN, who)),
                StoredXml.write(message.toElement()),
                true);
    }

    private String text() {
        StringBuilder line = new StringBuilder();
        for (int left = 4 + random.nextInt(17); left > 0; left--) {
            line.append(words[(int) Math.pow(WORDS, random.nextDouble()) - 1]).append(' ');
        }
        return line.toString();
    }

    private String han() {
        StringBuilder line = new StringBuilder();
        for (int left = 5 + random.nextInt(20); left > 0; left--) {
            line.append((char) ('\u4e00' + (int) Math.pow(3_000, random.nextDouble())));
        }
        return line.toString();
    }

    private void searches(ArchiveSearch search) throws Exception {
        measure(search, "a rare word", words[90_000], null);
        measure(search, "a word of every other line", words[5], null);
        measure(search, "the same, with one person", words[5], people.getFirst());
        measure(search, "a long word", words[30_000], null);
        measure(search, "a part of words, three letters", "ber", null);
        measure(search, "a part of words, six letters", words[700].substring(1), null);
        measure(search, "two usual words", words[5] + " " + words[9], null);
        measure(
                search,
                "two usual words as a phrase",
                "\"" + words[5] + " " + words[9] + "\"",
                null);
        measure(search, "five usual words", String.join(" ", Arrays.copyOf(words, 5)), null);
        measure(search, "one letter", "s", null);
        measure(search, "one Chinese character", "\u4e05", null);
        measure(search, "three Chinese characters", "\u4e05\u4e0b\u4e03", null);
    }

    private void measure(ArchiveSearch search, String what, String text, @Nullable BareJid with)
            throws Exception {
        double[] ms = new double[RUNS];
        long found = 0;
        for (int i = -20; i < RUNS; i++) {
            long start = System.nanoTime();
            found = search(search, text, with);
            if (i >= 0) {
                ms[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(ms);
        print("%-34s %,9d found %7.1f ms, at most %7.1f", what, found, ms[RUNS / 2], ms[RUNS - 1]);
    }

    private long search(ArchiveSearch search, String text, @Nullable BareJid with)
            throws Exception {
        ArchiveResult.Page page =
                Talk.page(
                        search,
                        ArchiveQuery.firstOf(Talk.GARDEN, 0).with(with).page(new Anchor.Last(), 50),
                        text);
        return page.count().orElseThrow();
    }

    /** A message, and at once a search that must find it. */
    private void oneByOne(ArchiveSearch search) throws Exception {
        double[] ms = new double[200];
        long id = store.archive().newestId();
        for (int i = 0; i < ms.length; i++) {
            id += ArchiveSlot.firstIdAt(1);
            store.commit(List.of(line(id)));
            long start = System.nanoTime();
            search(search, words[90_000], null);
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(ms);
        print("right after a message %.1f ms, at most %.1f", ms[ms.length / 2], ms[ms.length - 1]);
    }

    private static long bytes(Path index) throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // private, and every call is above
    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
