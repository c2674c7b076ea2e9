package stoa.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void aFewConnectionsAreAllowed() {
        assertThat(OpenFiles.allowed(SELF)).isPositive();
        assertThatCode(() -> OpenFiles.require(10, SELF)).doesNotThrowAnyException();
    }

    @Test
    void moreThanTheLimitIsSaidBefore() {
        assertThatThrownBy(() -> OpenFiles.require(Integer.MAX_VALUE - 1_000, SELF))
                .hasMessageContaining("ulimit -n");
    }
}
