package stoa.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;

/**
 * How much is said in a room, XEP-0502: messages an hour, for rooms that everybody finds and
 * enters. Taken from the newest lines that the room holds anyway ({@link History}), so it costs a
 * message nothing: over the last day, or over the time that these lines span when they are fewer
 * than a day's.
 */
final class Activity {
    private static final String FIELD = "{urn:xmpp:muc-activity}message-activity";
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration LEAST = Duration.ofMinutes(1);

    private Activity() {}

    /** The field of {@code muc#roominfo}, section 3.1; null for a room that does not show it. */
    static @Nullable FormField info(Room room, Instant now) {
        boolean shown =
                room.isOpen()
                        && room.config(Hidden.PUBLIC)
                        && room.config(Persistent.PERSISTENT)
                        && !room.config(MembersOnly.MEMBERS_ONLY)
                        && !room.config(Password.PROTECTED);
        return shown
                ? FormField.text(
                        FIELD,
                        "Messages per hour",
                        String.format(Locale.ROOT, "%.2f", messagesPerHour(room, now)))
                : null;
    }

    static double messagesPerHour(Room room, Instant now) {
        Instant from = now.minus(WINDOW);
        List<Line> lines = room.history().lines();
        int counted = 0;
        for (Line line : lines) {
            if (line.at().isAfter(from) && !line.message().has("replace", Muc.CORRECT)) {
                counted++;
            }
        }
        if (counted == 0) {
            return 0;
        }
        boolean older = lines.size() < History.CAPACITY || !lines.getFirst().at().isAfter(from);
        Instant since = older ? later(from, room.createdAt()) : lines.getFirst().at();
        Duration span = Duration.between(since, now);
        Duration measured = span.compareTo(LEAST) < 0 ? LEAST : span;
        return counted * 3_600_000.0 / measured.toMillis();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
