package stoa.conformance.durability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the talkers know: what was written, what the server said it has, and what each of them
 * heard. For any thread.
 */
final class Ledger {
    private static final Pattern LINE = Pattern.compile("(\\S+) to (\\S+) #(\\d+)");

    /**
     * One message: who wrote it, to whom (a person or a room, by bare JID), and its number among
     * those of that pair, from 1. It is both the body and the origin-id.
     */
    record Line(String author, String addressee, int number) {
        static Line parse(String text) {
            Matcher found = LINE.matcher(text);
            if (!found.matches()) {
                throw new AssertionError("not one of ours: " + text);
            }
            return new Line(found.group(1), found.group(2), Integer.parseInt(found.group(3)));
        }

        String pair() {
            return author + " to " + addressee;
        }

        @Override
        public String toString() {
            return pair() + " #" + number;
        }
    }

    /**
     * A message as somebody heard it, with the id its archive gave it.
     *
     * @param stay in which session of that person
     * @param how live, late (with a delay, XEP-0203), or read in the archive
     */
    record Heard(Line line, String archiveId, int stay, String how) {
        static final String LIVE = "live";
        static final String LATE = "late";
        static final String READ = "read in the archive";

        boolean wasLate() {
            return how.equals(LATE);
        }

        boolean wasRead() {
            return how.equals(READ);
        }
    }

    private final Set<Line> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, List<Heard>> heard = new ConcurrentHashMap<>();
    private final Map<String, Set<Heard>> read = new ConcurrentHashMap<>();
    private final AtomicLong progress = new AtomicLong();

    void acknowledged(Line line) {
        acknowledged.add(line);
        progress.incrementAndGet();
    }

    /** Who heard it, and in which archive's order: the own one's or a room's. */
    void heard(String person, String archive, Line line, String archiveId, int stay, String how) {
        add(person, archive, new Heard(line, archiveId, stay, how));
    }

    private void add(String person, String archive, Heard one) {
        heard.computeIfAbsent(
                        person + " in " + archive,
                        key -> Collections.synchronizedList(new ArrayList<>()))
                .add(one);
    }

    /** Who found it in the own archive on return. */
    void read(String person, Line line, String archiveId, int stay) {
        Heard one = new Heard(line, archiveId, stay, Heard.READ);
        read.computeIfAbsent(person, key -> ConcurrentHashMap.newKeySet()).add(one);
        add(person, person, one);
    }

    /** How many messages have been acknowledged. */
    long progress() {
        return progress.get();
    }

    Set<Line> acknowledged() {
        return acknowledged;
    }

    /**
     * For each {@code PERSON in ARCHIVE}, what was heard, or read on return, in the order in which
     * it came.
     */
    Map<String, List<Heard>> heard() {
        return new TreeMap<>(heard);
    }

    /** For each person that reads its archive on return, what it found. */
    Map<String, Set<Heard>> read() {
        return read;
    }
}
