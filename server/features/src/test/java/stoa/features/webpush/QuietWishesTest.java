package stoa.features.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.xmpp.xml.Element;

/** When a browser is not told: the same table as the web chat's own rule. */
class QuietWishesTest {
    private static final ZoneId VERONA = ZoneId.of("Europe/Rome");

    private static QuietWishes hours(String from, String to, String days) {
        return QuietWishes.read(
                Element.of("notifications", QuietWishes.NODE)
                        .child(
                                Element.of("quiet", QuietWishes.NODE)
                                        .attribute("on", "true")
                                        .attribute("from", from)
                                        .attribute("to", to)
                                        .attribute("days", days)
                                        .build())
                        .build());
    }

    /** 2026-05-01 is a Friday; in Verona it is two hours later. */
    @ParameterizedTest
    @CsvSource({
        "1320, 420, 0 1 2 3 4 5 6, 2026-05-01T19:59:00Z, false",
        "1320, 420, 0 1 2 3 4 5 6, 2026-05-01T20:00:00Z, true",
        "1320, 420, 5, 2026-05-02T04:59:00Z, true",
        "1320, 420, 5, 2026-05-02T05:00:00Z, false",
        "1320, 420, 6, 2026-05-02T04:59:00Z, false",
        "1320, 420, 0, 2026-05-04T00:00:00Z, true",
        "540, 600, 5, 2026-05-01T07:30:00Z, true",
        "540, 600, 4, 2026-05-01T07:30:00Z, false",
        "0, 0, 5, 2026-05-01T10:00:00Z, true",
        "150, 240, 0, 2026-03-29T00:59:00Z, false", // 01:59, and then 03:00
        "150, 240, 0, 2026-03-29T01:00:00Z, true",
        "120, 150, 0, 2026-10-25T00:10:00Z, true", // 02:10, the first time
        "120, 150, 0, 2026-10-25T00:40:00Z, false",
        "120, 150, 0, 2026-10-25T01:10:00Z, true",
        "none, 420, 5, 2026-05-01T21:00:00Z, true",
        "1320, 9999, 5, 2026-05-02T04:00:00Z, true",
        "1320, 420, x 9 -1, 2026-05-01T21:00:00Z, false"
    })
    void quiet_hours_go_by_the_clock_of_the_device(
            String from, String to, String days, String now, boolean quiet) {
        QuietWishes wishes = hours(from, to, days);
        assertThat(wishes.isQuiet(Instant.parse(now), VERONA)).isEqualTo(quiet);
        assertThat(wishes.isQuiet(Instant.parse(now), null)).isFalse();
    }

    @Test
    void a_pause_holds_wherever_the_device_is() {
        QuietWishes wishes =
                QuietWishes.read(
                        Element.of("notifications", QuietWishes.NODE)
                                .attribute("snoozed-until", "2026-05-01T20:00:00.000Z")
                                .build());
        assertThat(wishes.isQuiet(Instant.parse("2026-05-01T19:59:59Z"), null)).isTrue();
        assertThat(wishes.isQuiet(Instant.parse("2026-05-01T20:00:00Z"), VERONA)).isFalse();
    }

    @Test
    void what_is_no_wish_keeps_nothing_back() {
        Instant now = Instant.parse("2026-05-01T22:00:00Z");
        assertThat(QuietWishes.read(null).isQuiet(now, VERONA)).isFalse();
        assertThat(QuietWishes.read(Element.empty("x", "y")).isQuiet(now, VERONA)).isFalse();
        Element broken =
                Element.of("notifications", QuietWishes.NODE)
                        .attribute("snoozed-until", "tomorrow")
                        .child(Element.empty("quiet", QuietWishes.NODE))
                        .build();
        assertThat(QuietWishes.read(broken).isQuiet(now, VERONA)).isFalse();
    }
}
