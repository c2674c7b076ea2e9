package stoa.net.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import stoa.net.limit.GuessThrottle.Verdict;
import stoa.xmpp.jid.BareJid;

class GuessThrottleTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private final GuessThrottle throttle = new GuessThrottle(true);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (last >> 8), (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void two_mistakes_cost_nothing_and_then_each_costs_more() {
        long[] delays = new long[8];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = throttle.wrong(address(1), JULIET, 0);
        }
        assertThat(delays).containsExactly(0, 0, 250, 500, 1_000, 2_000, 4_000, 4_000);
    }

    @Test
    void an_owner_gets_in_from_where_they_have_been_before() {
        throttle.right(address(1), JULIET);
        for (int i = 0; i < 20; i++) {
            throttle.wrong(address(100 + i), JULIET, 0);
        }
        assertThat(throttle.judge(address(2), JULIET, 0)).isEqualTo(Verdict.ACCOUNT_BLOCKED);
        assertThat(throttle.judge(address(1), JULIET, 0)).isEqualTo(Verdict.GO_ON);
        assertThat(throttle.judge(address(2), JULIET, 60_000)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void an_address_that_guesses_at_many_accounts_is_blocked_for_all() {
        for (int i = 0; i < 60; i++) {
            throttle.wrong(address(1), BareJid.of("u" + i + "@example.org"), 0);
        }
        assertThat(throttle.judge(address(1), null, 0)).isEqualTo(Verdict.ADDRESS_BLOCKED);
        assertThat(throttle.judge(address(2), null, 0)).isEqualTo(Verdict.GO_ON);
        assertThat(throttle.judge(address(1), null, 10_000)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void what_is_remembered_is_bounded_and_the_latest_stay() {
        for (int i = 0; i < 60; i++) {
            throttle.wrong(address(1), null, 0);
        }
        for (int i = 0; i < 19_999; i++) {
            throttle.wrong(address(256 + i), null, 0);
        }
        assertThat(throttle.judge(address(1), null, 0)).isEqualTo(Verdict.ADDRESS_BLOCKED);
        for (int i = 0; i < 20_000; i++) {
            throttle.wrong(address(256 + i), null, 0);
        }
        assertThat(throttle.judge(address(1), null, 0)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void switched_off_it_lets_everything_pass() {
        GuessThrottle off = new GuessThrottle(false);
        for (int i = 0; i < 1_000; i++) {
            assertThat(off.wrong(address(1), JULIET, 0)).isZero();
        }
        assertThat(off.judge(address(1), JULIET, 0)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void a_bucket_gives_its_rate_and_its_burst() {
        TokenBucket bucket = new TokenBucket(10, 20, 0);
        assertThat(bucket.take(20, 0)).isTrue();
        assertThat(bucket.take(10, 0)).isFalse();
        assertThat(bucket.hasAny(900)).isFalse();
        assertThat(bucket.hasAny(1_000)).isTrue();
        assertThat(bucket.take(20, 100_000)).isTrue();
        assertThat(bucket.take(1, 100_000)).isFalse();
    }
}
