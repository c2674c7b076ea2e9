package stoa.features.webpush;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * When nothing shall ring, as the web chat keeps it for all devices of a person in the private node
 * {@link #NODE}: a pause, and quiet hours by the clock of each device. Pure.
 *
 * @param from minute of the day
 * @param to minute of the day; not after {@code from}: of the next one
 * @param days on which they begin, 0 is Sunday; empty: there are none
 */
record QuietWishes(Instant pausedUntil, int from, int to, Set<Integer> days) {
    static final String NODE = "urn:stoa:notifications:0";
    static final String ITEM = "current";
    private static final int DAY_MINUTES = 24 * 60;
    private static final int DAYS = 7;
    private static final int FROM = 22 * 60;
    private static final int TO = 7 * 60;
    private static final QuietWishes NONE = new QuietWishes(Instant.EPOCH, FROM, TO, Set.of());

    QuietWishes {
        days = Set.copyOf(days);
    }

    /** What is no such thing counts as nothing wished. */
    static QuietWishes read(@Nullable Element notifications) {
        if (notifications == null || !notifications.is("notifications", NODE)) {
            return NONE;
        }
        Element quiet = notifications.child("quiet", NODE);
        Instant paused = instant(notifications.attribute("snoozed-until"));
        return quiet == null || !"true".equals(quiet.attribute("on"))
                ? new QuietWishes(paused, FROM, TO, Set.of())
                : new QuietWishes(
                        paused,
                        number(quiet.attribute("from"), DAY_MINUTES, FROM),
                        number(quiet.attribute("to"), DAY_MINUTES, TO),
                        days(quiet.attribute("days")));
    }

    /**
     * Whether nothing may ring at that moment.
     *
     * @param zone where the device is; null when it does not say: its quiet hours are its own
     *     affair
     */
    boolean isQuiet(Instant now, @Nullable ZoneId zone) {
        if (now.isBefore(pausedUntil)) {
            return true;
        }
        if (zone == null || days.isEmpty()) {
            return false;
        }
        LocalDateTime there = LocalDateTime.ofInstant(now, zone);
        int minute = there.getHour() * 60 + there.getMinute();
        int day = there.getDayOfWeek().getValue() % DAYS;
        boolean today = days.contains(day);
        boolean yesterday = days.contains((day + DAYS - 1) % DAYS);
        return from < to
                ? today && minute >= from && minute < to
                : (today && minute >= from) || (yesterday && minute < to);
    }

    /** The time that is written there; {@link Instant#EPOCH} where none is. */
    static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException notOne) {
            return Instant.EPOCH;
        }
    }

    private static Set<Integer> days(@Nullable String text) {
        Set<Integer> days = new HashSet<>();
        for (String one : (text == null ? "" : text).split(" ", -1)) {
            int day = number(one, DAYS, -1);
            if (day >= 0) {
                days.add(day);
            }
        }
        return days;
    }

    private static int number(@Nullable String text, int below, int otherwise) {
        try {
            int number = text == null ? otherwise : Integer.parseInt(text);
            return number >= 0 && number < below ? number : otherwise;
        } catch (NumberFormatException notOne) {
            return otherwise;
        }
    }
}
