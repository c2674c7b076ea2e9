package stoa.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.xmpp.jid.DomainJid;

/** Whose a domain is. */
class ServedDomainsTest {
    private final ServedDomains served =
            new ServedDomains(
                    List.of(DomainJid.of("example.org"), DomainJid.of("sub.verona.example")));

    @ParameterizedTest
    @CsvSource({
        "example.org,                     example.org",
        "conference.example.org,          example.org",
        "a.b.c.example.org,               example.org",
        "sub.verona.example,              sub.verona.example",
        "rooms.sub.verona.example,        sub.verona.example",
        "verona.example,",
        "other.verona.example,",
        "anexample.org,",
        "example.or,",
        "xxxxxxx.org,",
        "localhost,",
        "org,"
    })
    void a_service_is_of_the_house_of_the_domain_it_lies_below(String domain, String house) {
        assertThat(served.house(domain)).isEqualTo(house);
        assertThat(served.isElsewhere(domain)).isEqualTo(house == null);
    }

    @Test
    void a_domain_that_is_added_is_served_with_what_lies_below() {
        served.add(DomainJid.of("mantua.example"));
        assertThat(served.serves("mantua.example")).isTrue();
        assertThat(served.house("rooms.mantua.example")).isEqualTo("mantua.example");
        assertThat(served.all())
                .extracting(DomainJid::domain)
                .containsExactly("example.org", "mantua.example", "sub.verona.example");
    }

    @Test
    void a_domain_below_a_served_one_may_be_served_by_itself() {
        served.add(DomainJid.of("branch.example.org"));
        assertThat(served.house("rooms.branch.example.org")).isEqualTo("branch.example.org");
        assertThat(served.house("rooms.example.org")).isEqualTo("example.org");
        assertThat(served.mayMeet("branch.example.org", "example.org")).isFalse();
        assertThat(served.mayMeet("rooms.example.org", "example.org")).isTrue();
    }
}
