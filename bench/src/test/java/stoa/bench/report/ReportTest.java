package stoa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.bench.measure.Losses;
import stoa.bench.measure.Measurement;

class ReportTest {
    private final Results results = new Results();

    ReportTest() {
        for (String name : List.of("floor", "stoa", "ejabberd", "prosody-files")) {
            results.column(new Results.Column(name, name + " 1", "as it comes"));
        }
    }

    @Test
    void theBudgetIsTheStricterOfWhatItRefersTo() {
        results.put(Work.CHAT_ON_W10, "floor", price(10));
        results.put(Work.CHAT_ON_W10, "ejabberd", price(680));
        results.put(Work.CHAT_ON_W10, "prosody-files", price(120));
        assertThat(Work.CHAT_ON_W10.budget().in(results, Work.CHAT_ON_W10)).hasValue(20);
        results.put(Work.ROOM_1X50, "relay", price(7));
        results.put(Work.ROOM_1X50, "ejabberd", price(35));
        assertThat(Work.ROOM_1X50.budget().in(results, Work.ROOM_1X50)).hasValue(7);
        results.put(Work.ROOM_1X500, "relay", price(5));
        assertThat(Work.ROOM_1X500.budget().in(results, Work.ROOM_1X500)).hasValue(10);
        assertThat(Work.CHAT_OFF_W1.budget().in(results, Work.CHAT_OFF_W1)).isEmpty();
    }

    @Test
    void aPeerThatLostMessagesBindsNobodyAndOursThatDidFailed() {
        results.put(Work.ROOM_1X50, "ejabberd", lossy(1));
        results.put(Work.ROOM_1X50, "stoa", lossy(2));
        assertThat(results.bestPeer(Work.ROOM_1X50)).isEmpty();
        assertThat(Verdict.of(results, Work.ROOM_1X50)).isEqualTo("FAILED");
        assertThat(results.failures())
                .contains(
                        "stoa, room delivery, archived, 1 x 50: 2 missing, 0 doubled, 0 out of order");
    }

    @Test
    void theVerdictSaysByHowMuchABudgetIsMissed() {
        results.put(Work.LOGIN, "stoa", price(1_200));
        assertThat(Verdict.of(results, Work.LOGIN)).isEqualTo("missed: 1.5 times");
        results.put(Work.EMPTY, "stoa", 120);
        assertThat(Verdict.of(results, Work.EMPTY)).isEqualTo("met");
    }

    @Test
    void aRatedRowIsAlsoHeldToItsLatency() {
        results.put(Work.CHAT_ON_RATED, "prosody-files", price(400));
        results.put(
                Work.CHAT_ON_RATED,
                "stoa",
                new Measurement(100, 5_000_000, 1, 1, 7.5, 9, 0, Losses.NONE, ""));
        assertThat(Verdict.of(results, Work.CHAT_ON_RATED)).isEqualTo("missed: p99 7.5 ms");
    }

    @Test
    void theTableHasARowForWhatWasMeasuredAndAnEmptyCellForWhatWasNot() {
        results.put(Work.LOGIN, "stoa", price(600));
        String table =
                MarkdownReport.of(results, new Machine(2, "a processor", 4_096, "Linux 6", "25"));
        assertThat(table)
                .contains("| login, us |  | 600 |  |  | 800 | met |")
                .doesNotContain("history");
        assertThat(JsonReport.of(results, Machine.here()))
                .contains("\"login\"", "\"verdict\" : \"met\"");
    }

    @Test
    void numbersAreShort() {
        assertThat(MarkdownReport.number(15_640.4)).isEqualTo("15,640");
        assertThat(MarkdownReport.number(35.04)).isEqualTo("35.0");
        assertThat(MarkdownReport.number(0.123)).isEqualTo("0.12");
    }

    private static Measurement price(double micros) {
        return new Measurement(
                1_000, (long) (micros * 1_000_000), 1_000_000_000, 1, 2, 3, 0, Losses.NONE, "");
    }

    private static Measurement lossy(long missing) {
        return new Measurement(
                1_000, 1_000_000, 1_000_000_000, 1, 2, 3, 0, new Losses(missing, 0, 0), "");
    }
}
