package stoa.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void allInOrderIsNoLoss() {
        hear(0, 1, 2);
        assertThat(ledger.losses(3).any()).isFalse();
    }

    @Test
    void aGapIsMissingAlsoAtTheEnd() {
        hear(0, 2);
        assertThat(ledger.losses(5)).isEqualTo(new Losses(3, 0, 0));
    }

    @Test
    void aLateOneIsOutOfOrderAndNotMissing() {
        hear(0, 2, 1);
        assertThat(ledger.losses(3)).isEqualTo(new Losses(0, 0, 1));
        assertThat(ledger.heard()).isEqualTo(3);
    }

    @Test
    void aRepetitionIsDoubledWhetherItWasLateOrNot() {
        hear(0, 0, 2, 1, 1);
        assertThat(ledger.losses(3)).isEqualTo(new Losses(0, 2, 1));
        assertThat(ledger.heard(2)).isFalse();
    }

    private void hear(long... numbers) {
        for (long number : numbers) {
            ledger.heard(number);
        }
    }
}
