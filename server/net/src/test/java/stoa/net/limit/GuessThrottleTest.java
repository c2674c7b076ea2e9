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

    private void guess(int times, InetAddress from, BareJid account, long nowMs) {
        for (int i = 0; i < times; i++) {
            throttle.wrong(from, account, nowMs);
        }
    }

    @Test
    void ten_guesses_of_an_address_at_an_account_are_looked_at_and_then_none_for_five_minutes() {
        guess(9, address(1), JULIET, 0);
        assertThat(throttle.judge(address(1), JULIET, 0)).isEqualTo(Verdict.GO_ON);
        guess(1, address(1), JULIET, 0);
        // Not even one as soon as a failure has faded.
        for (long nowMs = 0; nowMs <= 300_000; nowMs += 1_000) {
            assertThat(throttle.judge(address(1), JULIET, nowMs))
                    .isEqualTo(Verdict.ACCOUNT_BLOCKED);
        }
        assertThat(throttle.judge(address(1), JULIET, 301_000)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void one_guesser_shuts_the_account_for_no_other_address() {
        throttle.right(address(3), JULIET);
        guess(10, address(1), JULIET, 0);
        assertThat(throttle.judge(address(2), JULIET, 0)).isEqualTo(Verdict.GO_ON);
        assertThat(throttle.judge(address(3), JULIET, 0)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void who_has_signed_in_from_there_before_guesses_no_more_than_others() {
        throttle.right(address(1), JULIET);
        guess(10, address(1), JULIET, 0);
        assertThat(throttle.judge(address(1), JULIET, 0)).isEqualTo(Verdict.ACCOUNT_BLOCKED);
    }

    @Test
    void guesses_from_everywhere_stop_neither_the_owner_nor_for_long_an_address_that_is_new() {
        throttle.right(address(1), JULIET);
        for (int i = 0; i < 20; i++) {
            guess(5, address(100 + i), JULIET, 0);
        }
        assertThat(throttle.judge(address(1), JULIET, 0)).isEqualTo(Verdict.GO_ON);
        assertThat(throttle.judge(address(100), JULIET, 0)).isEqualTo(Verdict.ACCOUNT_BLOCKED);
        assertThat(throttle.judge(address(2), JULIET, 0)).isEqualTo(Verdict.ACCOUNT_BLOCKED);
        // The first place that is free again is for whoever has not failed.
        assertThat(throttle.judge(address(2), JULIET, 10_001)).isEqualTo(Verdict.GO_ON);
        for (long nowMs = 10_000; nowMs < 290_000; nowMs += 1_000) {
            assertThat(throttle.judge(address(100), JULIET, nowMs))
                    .isEqualTo(Verdict.ACCOUNT_BLOCKED);
        }
        assertThat(throttle.judge(address(100), JULIET, 501_000)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void an_address_that_guesses_at_many_accounts_is_blocked_for_all_that_are_new_there() {
        BareJid colleague = BareJid.of("mercutio@example.org");
        throttle.right(address(1), colleague);
        for (int i = 0; i < 60; i++) {
            throttle.wrong(address(1), BareJid.of("u" + i + "@example.org"), 0);
        }
        assertThat(throttle.judge(address(1), JULIET, 0)).isEqualTo(Verdict.ADDRESS_BLOCKED);
        assertThat(throttle.judge(address(1), JULIET, 299_000)).isEqualTo(Verdict.ADDRESS_BLOCKED);
        assertThat(throttle.judge(address(1), JULIET, 301_000)).isEqualTo(Verdict.GO_ON);
        assertThat(throttle.judge(address(2), JULIET, 0)).isEqualTo(Verdict.GO_ON);
        assertThat(throttle.judge(address(1), colleague, 0)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void whoever_has_an_ipv6_network_is_one_guesser() throws UnknownHostException {
        for (int i = 0; i < 10; i++) {
            throttle.wrong(InetAddress.getByName("2001:db8:1:2::" + i), JULIET, 0);
        }
        assertThat(throttle.judge(InetAddress.getByName("2001:db8:1:2:3:4:5:6"), JULIET, 0))
                .isEqualTo(Verdict.ACCOUNT_BLOCKED);
        assertThat(throttle.judge(InetAddress.getByName("2001:db8:1:3::1"), JULIET, 0))
                .isEqualTo(Verdict.GO_ON);
    }

    @Test
    void what_is_remembered_is_bounded_and_the_latest_stay() {
        guess(60, address(1), JULIET, 0);
        BareJid other = BareJid.of("romeo@example.org");
        for (int i = 0; i < 19_999; i++) {
            throttle.wrong(address(256 + i), null, 0);
        }
        assertThat(throttle.judge(address(1), other, 0)).isEqualTo(Verdict.ADDRESS_BLOCKED);
        for (int i = 0; i < 20_000; i++) {
            throttle.wrong(address(256 + i), null, 0);
        }
        assertThat(throttle.judge(address(1), other, 0)).isEqualTo(Verdict.GO_ON);
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
