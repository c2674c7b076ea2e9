package stoa.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.xml.Element;

/**
 * The lines a newcomer may be shown, section 7.2.13 to 7.2.15: the newest {@link #CAPACITY}, oldest
 * first. Immutable; the archive holds the rest, for MAM.
 */
record History(List<Line> lines) {
    static final History EMPTY = new History(List.of());

    /** The most lines kept in memory and the most that a room can be configured to show. */
    static final int CAPACITY = 100;

    /** How many lines a newcomer gets at most: muc#maxhistoryfetch. */
    static final ConfigField<Integer> MAX_FETCH =
            ConfigField.number(
                    "muc#maxhistoryfetch",
                    "Most messages of history shown to somebody who enters (0 to 100)",
                    20,
                    0,
                    CAPACITY);

    History {
        lines = List.copyOf(lines);
    }

    History with(Line line) {
        List<Line> more = new ArrayList<>(Math.min(lines.size() + 1, CAPACITY));
        more.addAll(lines.size() < CAPACITY ? lines : lines.subList(1, lines.size()));
        more.add(line);
        return new History(more);
    }

    /** Without the line of that archive id. */
    History without(long id) {
        return new History(lines.stream().filter(line -> !line.is(id)).toList());
    }

    /**
     * What somebody who enters asks for, section 7.2.14; every limit that is given holds.
     *
     * @param maxChars characters of XML in all, or null
     * @param maxLines messages, or null
     * @param since only later ones, or null
     */
    record Request(
            @Nullable Integer maxChars, @Nullable Integer maxLines, @Nullable Instant since) {
        static final Request ALL = new Request(null, null, null);

        /**
         * Reads {@code <history/>}; a limit that cannot be read counts as not given, for nobody is
         * kept out by it.
         */
        static Request read(Element join, Instant now) {
            Element history = join.child("history", Muc.MUC);
            if (history == null) {
                return ALL;
            }
            Integer seconds = Numbers.from0(history.attribute("seconds"));
            String stamp = history.attribute("since");
            Instant since = stamp == null ? null : Times.read(stamp);
            if (seconds != null) {
                Instant bySeconds = now.minusSeconds(seconds);
                since = since == null || since.isBefore(bySeconds) ? bySeconds : since;
            }
            return new Request(
                    Numbers.from0(history.attribute("maxchars")),
                    Numbers.from0(history.attribute("maxstanzas")),
                    since);
        }
    }

    /** The lines for a newcomer at that address. */
    List<Line> pick(Request request, int configured, FullJid to) {
        int room =
                request.maxLines() == null ? configured : Math.min(request.maxLines(), configured);
        int chars = request.maxChars() == null ? Integer.MAX_VALUE : request.maxChars();
        int first = lines.size();
        while (first > 0 && room > 0 && chars > 0) {
            Line line = lines.get(first - 1);
            if (request.since() != null && !line.at().isAfter(request.since())) {
                break;
            }
            if (request.maxChars() != null) {
                chars -= line.historyChars(to);
                if (chars < 0) {
                    break;
                }
            }
            room--;
            first--;
        }
        return lines.subList(first, lines.size());
    }
}
