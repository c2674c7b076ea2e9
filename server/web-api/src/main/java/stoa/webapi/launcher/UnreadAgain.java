package stoa.webapi.launcher;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.xml.Element;

/**
 * Lines of a conversation that were displayed and that the person wants unread again, as the web
 * chat keeps it in a private node of the account: an item a conversation.
 *
 * @param lines the last ones up to where was displayed; 0 where they were read since
 * @param mentions those of them that name the person, in a room
 * @param displayed up to where was displayed when that was said (XEP-0490); 0 where nothing was
 */
record UnreadAgain(int lines, int mentions, Instant at, long displayed) {
    static final String NODE = "urn:stoa:unread:0";

    /** Nothing is. */
    static final UnreadAgain NONE = new UnreadAgain(0, 0, Instant.EPOCH, 0);

    /** What clients say of the time may be wrong by so much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    /** Nobody has counted more. */
    private static final int MOST_DIGITS = 6;

    /** Null where an item says nothing that is understood. */
    static @Nullable UnreadAgain in(Element item) {
        String stamp = item.attribute("stamp");
        if (!item.is("unread", NODE) || stamp == null) {
            return null;
        }
        try {
            return new UnreadAgain(
                    number(item.attribute("lines")),
                    number(item.attribute("mentions")),
                    Instant.parse(stamp),
                    UnreadRule.displayedId(item));
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    /**
     * That, or nothing where was read further since.
     *
     * @param displayed up to where each conversation was displayed on any client
     */
    static UnreadAgain of(
            String conversation, Map<String, UnreadAgain> all, Map<String, Long> displayed) {
        UnreadAgain again = all.getOrDefault(conversation, NONE);
        return again.displayed == displayed.getOrDefault(conversation, 0L) ? again : NONE;
    }

    /** Whether an own line was written after it: who writes has been there. */
    boolean isOverBy(ArchiveRow own) {
        return own.epochMillis() > at.plus(CLOCKS_DIFFER).toEpochMilli();
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1," + MOST_DIGITS + "}")
                ? Integer.parseInt(text)
                : 0;
    }
}
