package stoa.store.alias;

import java.time.DayOfWeek;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * When an alias is answered: spans of the week, by the clocks of a time zone. Nothing is refused
 * outside of them; clients say so to whoever writes.
 *
 * @param zone a name of the IANA time zone database. What is stored is not looked up again, since
 *     another database may not have it
 * @param spans in the order of the week, none overlapping another
 */
public record AliasHours(String zone, List<Span> spans) {
    /** Spans that may begin on one day. */
    public static final int MAX_A_DAY = 2;

    static final int DAY_MINUTES = 24 * 60;
    private static final int WEEK_MINUTES = 7 * DAY_MINUTES;

    private static final Comparator<Span> BY_WEEK =
            Comparator.comparing((Span span) -> span.days().iterator().next())
                    .thenComparingInt(Span::from);

    /**
     * The same time on some days of the week.
     *
     * @param days on which it begins, in their order
     * @param from minutes after midnight, 0 to 1439
     * @param until minutes after midnight, 1 to 1440; before {@code from}: those of the day after
     */
    public record Span(Set<DayOfWeek> days, int from, int until) {
        public Span {
            if (days.isEmpty() || from < 0 || from >= DAY_MINUTES) {
                throw new InvalidHoursException("a span begins at some time of some day");
            }
            if (from == until || until < 0 || until > DAY_MINUTES) {
                throw new InvalidHoursException(
                        "a span ends at another time than it begins; the whole day is 00:00-24:00");
            }
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            until = until == 0 ? DAY_MINUTES : until;
        }

        private int minutes() {
            return until > from ? until - from : until + DAY_MINUTES - from;
        }
    }

    /** Throws {@link InvalidHoursException} for spans that cannot be together. */
    public AliasHours {
        spans = spans.stream().sorted(BY_WEEK).toList();
        if (zone.isBlank() || spans.isEmpty()) {
            throw new InvalidHoursException("hours are spans in a time zone");
        }
        requireFew(spans);
        requireApart(spans);
    }

    private static void requireFew(List<Span> spans) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (spans.stream().filter(span -> span.days().contains(day)).count() > MAX_A_DAY) {
                throw new InvalidHoursException(
                        "at most "
                                + MAX_A_DAY
                                + " spans begin on a day; more do on "
                                + HoursNotation.name(day));
            }
        }
    }

    private static void requireApart(List<Span> spans) {
        TreeMap<Integer, Integer> week = new TreeMap<>();
        for (Span span : spans) {
            for (DayOfWeek day : span.days()) {
                int begins = (day.getValue() - 1) * DAY_MINUTES + span.from();
                if (week.put(begins, begins + span.minutes()) != null) {
                    throw overlap(begins);
                }
            }
        }
        // What begins at the end of a week may reach into the next one.
        int open = Collections.max(week.values()) - WEEK_MINUTES;
        for (Map.Entry<Integer, Integer> span : week.entrySet()) {
            if (span.getKey() < open) {
                throw overlap(span.getKey());
            }
            open = span.getValue();
        }
    }

    private static InvalidHoursException overlap(int minute) {
        return new InvalidHoursException(
                "two spans overlap: it is open already on "
                        + HoursNotation.name(DayOfWeek.of(1 + minute / DAY_MINUTES))
                        + " at "
                        + HoursNotation.time(minute % DAY_MINUTES));
    }
}
