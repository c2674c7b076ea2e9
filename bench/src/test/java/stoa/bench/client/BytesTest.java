package stoa.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void anAttributeIsNotMistakenForOneThatEndsLikeIt() {
        String text = "<enabled max-id='7' id=\"a&amp;b\" xmlns='urn:xmpp:sm:3'/>";
        assertThat(Bytes.attribute(text, "id")).isEqualTo("a&b");
        assertThat(Bytes.attribute(text, "resume")).isEmpty();
    }

    @Test
    void aNeedleIsFoundAlsoAtTheEdgesAndAfterAFalseStart() {
        byte[] text = Bytes.of("aab");
        assertThat(Bytes.indexOf(text, 0, 3, Bytes.of("ab"))).isEqualTo(1);
        assertThat(Bytes.indexOf(text, 0, 2, Bytes.of("ab"))).isEqualTo(-1);
        assertThat(Bytes.contains(text, 0, 3, Bytes.of("aab"))).isTrue();
    }
}
