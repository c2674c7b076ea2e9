package stoa.net.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.jid.DomainJid;

class DialbackKeysTest {
    private static final DomainJid RECEIVING = DomainJid.of("xmpp.example.com");
    private static final DomainJid ORIGINATING = DomainJid.of("example.org");

    private final DialbackKeys keys =
            new DialbackKeys("s3cr3tf0rd14lb4ck".getBytes(StandardCharsets.UTF_8));

    @Test
    @Spec(xep = 185, section = "3", says = "the key of the example")
    void the_key_is_that_of_the_standards_example() {
        assertThat(keys.key(RECEIVING, ORIGINATING, "D60000229F"))
                .isEqualTo("37c69b1cf07a3f67c04a5ef5902fa5114f2c76fe4a2686482ba5b89323075643");
    }

    @Test
    void a_key_holds_for_its_domains_and_stream_only() {
        String key = keys.key(RECEIVING, ORIGINATING, "one");

        assertThat(keys.isRight(" " + key + "\n", RECEIVING, ORIGINATING, "one")).isTrue();
        assertThat(keys.isRight(key, RECEIVING, ORIGINATING, "two")).isFalse();
        assertThat(keys.isRight(key, ORIGINATING, RECEIVING, "one")).isFalse();
        assertThat(keys.isRight("", RECEIVING, ORIGINATING, "one")).isFalse();
    }
}
