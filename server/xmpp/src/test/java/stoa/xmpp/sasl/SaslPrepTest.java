package stoa.xmpp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SaslPrepTest {
    @Test
    void the_examples_of_rfc_4013_section_3() {
        assertThat(SaslPrep.prepare("I\u00ADX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("user")).isEqualTo("user");
        assertThat(SaslPrep.prepare("USER")).isEqualTo("USER");
        assertThat(SaslPrep.prepare("\u00AA")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("\u0007")).isNull();
        assertThat(SaslPrep.prepare("\u06271")).isNull();
    }

    @Test
    void spaces_become_spaces_and_emoji_stay() {
        assertThat(SaslPrep.prepare("a\u00A0b\u3000c d")).isEqualTo("a b c d");
        assertThat(SaslPrep.prepare("correct 🐴 battery")).isEqualTo("correct 🐴 battery");
        assertThat(SaslPrep.prepare("\u06271\u0628")).isEqualTo("\u06271\u0628");
        assertThat(SaslPrep.prepare("\uE000")).isNull();
        assertThat(SaslPrep.prepare("\uD800")).isNull();
    }

    @Test
    void keys_match_their_password_however_it_is_typed() {
        ScramKeys keys =
                ScramKeys.derive("caf\u00E9", SaslFixture.bytes("salt"), 4096, ScramHash.SHA_256);
        assertThat(keys.matches("cafe\u0301")).isTrue();
        assertThat(keys.matches("cafe")).isFalse();
        assertThat(keys.matches("\u0007")).isFalse();
        assertThat(keys.toString()).isEqualTo("ScramKeys[SHA-256, 4096 iterations]");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ScramKeys.derive(
                                        "x", SaslFixture.bytes("salt"), 4095, ScramHash.SHA_1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ScramKeys.derive(
                                        "", SaslFixture.bytes("salt"), 4096, ScramHash.SHA_1));
    }
}
