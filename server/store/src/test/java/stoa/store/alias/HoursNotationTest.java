package stoa.store.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursNotationTest {
    private static List<String> again(String... lines) {
        AliasHours hours = HoursNotation.read("Europe/Berlin", List.of(lines));
        List<String> written = HoursNotation.lines(hours);
        assertThat(HoursNotation.read("Europe/Berlin", written)).isEqualTo(hours);
        return written;
    }

    private static String reason(String... lines) {
        return catchThrowableOfType(
                        InvalidHoursException.class,
                        () -> HoursNotation.asked("Europe/Berlin", List.of(lines)))
                .reason();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon-Fri 09:00-17:00           | Mon-Fri 09:00-17:00",
                "friday 9:00 - 17:30           | Fri 09:00-17:30",
                "MON,wed,Thu,SUN 08:00–12:00   | Mon,Wed-Thu,Sun 08:00-12:00",
                "Sat-Tue 10:00-11:00           | Mon-Tue,Sat-Sun 10:00-11:00",
                "Mon-Sun 0:00-24:00            | Mon-Sun 00:00-24:00",
                "Wed 22:00-00:00               | Wed 22:00-24:00",
                "Wed 22:00-02:00               | Wed 22:00-02:00",
            })
    void a_line_is_written_in_one_way(String line, String written) {
        assertThat(again(line)).containsExactly(written);
    }

    @Test
    void spans_stand_in_the_order_of_the_week() {
        assertThat(again("Sun 10:00-12:00", "Tue 14:00-18:00", "Mon-Tue 08:00-12:00"))
                .containsExactly("Mon-Tue 08:00-12:00", "Tue 14:00-18:00", "Sun 10:00-12:00");
    }

    @Test
    void what_ends_when_the_next_begins_does_not_overlap() {
        assertThat(again("Mon 08:00-12:00", "Mon 12:00-16:00")).hasSize(2);
        assertThat(again("Mon-Sun 22:00-21:59")).hasSize(1);
        assertThat(again("Sun 22:00-06:00", "Mon 06:00-08:00")).hasSize(2);
    }

    @Test
    void what_overlaps_is_refused_also_over_midnight_and_over_the_week() {
        assertThat(reason("Mon 08:00-12:00", "Mon 11:59-16:00")).contains("Mon at 11:59");
        assertThat(reason("Tue 22:00-06:00", "Wed 05:00-07:00")).contains("Wed at 05:00");
        assertThat(reason("Mon 05:00-07:00", "Sun 22:00-06:00")).contains("Mon at 05:00");
        assertThat(reason("Mon 08:00-12:00", "Mon-Tue 08:00-09:00")).contains("Mon at 08:00");
    }

    @Test
    void two_begin_on_a_day_and_no_third() {
        assertThat(again("Mon 08:00-09:00", "Mon 10:00-11:00")).hasSize(2);
        assertThat(reason("Mon 08:00-09:00", "Mon 10:00-11:00", "Mon-Tue 12:00-13:00"))
                .contains("at most 2", "Mon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "09:00-17:00        | no span",
                "Mon 9-17           | no span",
                "Mon 09:00          | no span",
                "Mo 09:00-17:00     | \"Mo\" is no day",
                "Mon, 09:00-17:00   | \"\" is no day",
                "Mon-Wed-Fri 09:00-17:00 | no day",
                "Mon 09:60-17:00    | no time of day",
                "Mon 09:00-24:01    | no time of day",
                "Mon 99:00-10:00    | no time of day",
                "Mon 24:00-10:00    | begins at some time",
                "Mon 09:00-09:00    | 00:00-24:00",
                "Mon 00:00-00:00    | 00:00-24:00",
            })
    void what_is_no_line_is_refused_with_what_is_wrong(String line, String says) {
        assertThat(reason(line)).contains(says);
    }

    @Test
    void a_zone_is_one_of_the_database_as_it_is_written_there() {
        List<String> lines = List.of("Mon 09:00-17:00");
        assertThat(HoursNotation.asked(" america/new_york ", lines))
                .isEqualTo(HoursNotation.read("America/New_York", lines));
        for (String zone : List.of(" ", "Berlin", "+02:00", "UTC+2", "Europe/Berlin Europe/Rome")) {
            assertThatThrownBy(() -> HoursNotation.asked(zone, lines))
                    .as(zone)
                    .isInstanceOf(InvalidHoursException.class)
                    .hasMessageContaining("Europe/Berlin");
        }
        assertThat(HoursNotation.asked("", List.of())).isNull();
    }
}
