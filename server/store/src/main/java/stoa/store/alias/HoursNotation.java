package stoa.store.alias;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hours as administrators write them and the database keeps them: a line for each span, such as
 * {@code Mon-Fri 09:00-17:00} or {@code Sat,Sun 22:00-02:00}. What is stored has to be read for
 * ever, so lines that are taken today are taken tomorrow.
 */
public final class HoursNotation {
    private static final Pattern LINE =
            Pattern.compile("(\\S+)\\s+(\\d{1,2}):(\\d{2})\\s*[-–]\\s*(\\d{1,2}):(\\d{2})");
    private static final String EXAMPLE = "Mon-Fri 09:00-17:00";

    private HoursNotation() {}

    /**
     * What an administrator asks for, or null when there are no lines: always.
     *
     * @throws InvalidHoursException when it cannot be, or nobody knows that time zone
     */
    public static @Nullable AliasHours asked(String zone, List<String> lines) {
        return lines.isEmpty() ? null : read(known(zone.strip()), lines);
    }

    /** Hours in a zone that is not looked up. Throws {@link InvalidHoursException}. */
    public static AliasHours read(String zone, List<String> lines) {
        return new AliasHours(zone, lines.stream().map(HoursNotation::span).toList());
    }

    /** What {@link #read} reads as the same hours. */
    public static List<String> lines(AliasHours hours) {
        return hours.spans().stream()
                .map(span -> days(span.days()) + " " + time(span.from()) + "-" + time(span.until()))
                .toList();
    }

    /** A time of day, of minutes after midnight. */
    public static String time(int minutes) {
        return String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
    }

    /** How a day is called in these lines. */
    static String name(DayOfWeek day) {
        String name = day.name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }

    private static String known(String zone) {
        if (zone.isEmpty()) {
            throw new InvalidHoursException(
                    "hours want a time zone; it is named like Europe/Berlin");
        }
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () ->
                                new InvalidHoursException(
                                        zone
                                                + " is no time zone; they are named like Europe/Berlin"));
    }

    private static AliasHours.Span span(String line) {
        Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw new InvalidHoursException(
                    "\"" + line + "\" is no span; they are written like " + EXAMPLE);
        }
        return new AliasHours.Span(
                daysOf(parts.group(1)),
                minutes(parts.group(2), parts.group(3)),
                minutes(parts.group(4), parts.group(5)));
    }

    private static int minutes(String hour, String minute) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        if (minutes > AliasHours.DAY_MINUTES || Integer.parseInt(minute) > 59) {
            throw new InvalidHoursException(hour + ":" + minute + " is no time of day");
        }
        return minutes;
    }

    private static Set<DayOfWeek> daysOf(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            int dash = Math.max(part.indexOf('-'), part.indexOf('–'));
            DayOfWeek first = day(dash < 0 ? part : part.substring(0, dash));
            DayOfWeek last = dash < 0 ? first : day(part.substring(dash + 1));
            for (DayOfWeek day = first; day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (text.equalsIgnoreCase(name(day)) || text.equalsIgnoreCase(day.name())) {
                return day;
            }
        }
        throw new InvalidHoursException(
                "\"" + text + "\" is no day; they are Mon, Tue, Wed, Thu, Fri, Sat, Sun");
    }

    /** Days that follow each other as their first and last. */
    private static String days(Set<DayOfWeek> days) {
        List<String> runs = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            boolean begins = day == DayOfWeek.MONDAY || !days.contains(day.minus(1));
            if (!days.contains(day) || !begins) {
                continue;
            }
            DayOfWeek last = day;
            while (last != DayOfWeek.SUNDAY && days.contains(last.plus(1))) {
                last = last.plus(1);
            }
            runs.add(last == day ? name(day) : name(day) + "-" + name(last));
        }
        return String.join(",", runs);
    }
}
