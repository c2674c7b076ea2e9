package stoa.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    @Test
    void ticksAreReadBehindANameWithSpacesAndBrackets() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 5 6 7";
        assertThat(ProcessTree.ticksOf(stat)).isEqualTo(127);
        assertThat(ProcessTree.ticksOf("")).isZero();
    }

    @Test
    void residentMemoryIsRss() {
        assertThat(ProcessTree.rssOf("Rss:   900 kB\nPss:   512 kB\nPss_Dirty:  1 kB\n"))
                .isEqualTo(900);
    }

    @Test
    void ourOwnProcessHasUsedTimeAndMemory() {
        ProcessTree self = new ProcessTree(ProcessHandle.current().pid());
        assertThat(self.cpuNanos()).isPositive();
        assertThat(self.residentBytes()).isGreaterThan(10_000_000);
        assertThat(ProcessTree.machineBusyNanos()).isPositive();
    }
}
