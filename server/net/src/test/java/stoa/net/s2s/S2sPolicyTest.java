package stoa.net.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class S2sPolicyTest {
    private static S2sPolicy policy(Set<String> open, Set<String> allow, Set<String> deny) {
        return new S2sPolicy(open, allow, deny, false);
    }

    @Test
    void without_lists_everybody_talks_with_everybody() {
        S2sPolicy policy = policy(Set.of(), Set.of(), Set.of());

        assertThat(policy.permits("verona.example", "mantua.example")).isTrue();
    }

    @Test
    void a_domain_that_is_not_named_stays_closed() {
        S2sPolicy policy = policy(Set.of("verona.example"), Set.of(), Set.of());

        assertThat(policy.permits("verona.example", "mantua.example")).isTrue();
        assertThat(policy.permits("padua.example", "mantua.example")).isFalse();
    }

    @Test
    void the_list_of_the_allowed_covers_what_lies_below_them() {
        S2sPolicy policy = policy(Set.of(), Set.of("mantua.example"), Set.of());

        assertThat(policy.permits("verona.example", "mantua.example")).isTrue();
        assertThat(policy.permits("verona.example", "conference.mantua.example")).isTrue();
        assertThat(policy.permits("verona.example", "notmantua.example")).isFalse();
        assertThat(policy.permits("verona.example", "example")).isFalse();
    }

    @Test
    void the_denied_are_denied_though_they_are_allowed() {
        S2sPolicy policy = policy(Set.of(), Set.of("example"), Set.of("mantua.example"));

        assertThat(policy.permits("verona.example", "padua.example")).isTrue();
        assertThat(policy.permits("verona.example", "mantua.example")).isFalse();
        assertThat(policy.permits("verona.example", "a.b.mantua.example")).isFalse();
    }
}
