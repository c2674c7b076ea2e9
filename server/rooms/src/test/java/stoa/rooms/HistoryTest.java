package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

class HistoryTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");

    /** One line a minute, 1 to 30, the last at eight thirty. */
    @BeforeEach
    void talk() {
        Person juliet = scene.opened();
        for (int i = 1; i <= 30; i++) {
            scene.later(Duration.ofMinutes(1));
            juliet.says("line " + i);
        }
        scene.clear();
    }

    private List<String> shown(String... attributes) {
        Element.Builder history = Element.of("history", Muc.MUC);
        for (int i = 0; i < attributes.length; i += 2) {
            history.attribute(attributes[i], attributes[i + 1]);
        }
        romeo.joins("Romeo", history.build());
        return romeo.inbox().stream()
                .filter(Message.class::isInstance)
                .map(s -> ((Message) s).body())
                .filter(body -> body != null)
                .toList();
    }

    @Spec(xep = 45, section = "7.2.13", says = "the service sends what it thinks fit")
    @Test
    void without_a_wish_the_configured_number() {
        assertThat(shown()).hasSize(20).startsWith("line 11").endsWith("line 30");
    }

    @Spec(xep = 45, section = "7.2.14", says = "maxstanzas limits the messages")
    @Test
    void maxstanzas() {
        assertThat(shown("maxstanzas", "2")).containsExactly("line 29", "line 30");
    }

    @Spec(xep = 45, section = "7.2.14", says = "maxchars=0 asks for no history")
    @Test
    void no_characters_are_no_lines() {
        assertThat(shown("maxchars", "0")).isEmpty();
        assertThat(romeo.inbox().getLast()).isInstanceOf(Message.class);
    }

    @Spec(xep = 45, section = "7.2.14", says = "maxchars counts complete stanzas")
    @Test
    void characters_are_counted_in_whole_stanzas() {
        List<String> few = shown("maxchars", "1200");

        assertThat(few).hasSizeBetween(1, 4).endsWith("line 30");
        int chars =
                romeo.inbox().stream()
                        .filter(s -> s instanceof Message m && m.body() != null)
                        .mapToInt(s -> s.toElement().toString().length())
                        .sum();
        assertThat(chars).isLessThanOrEqualTo(1200);
    }

    @Spec(xep = 45, section = "7.2.14", says = "the most stanzas that are not more than maxchars")
    @Test
    void as_many_stanzas_as_the_characters_hold_however_long_the_newcomers_address() {
        Person far = scene.person("romeo@example.org/" + "x".repeat(400));
        far.joins("Romeo");
        List<Integer> sizes = new ArrayList<>();
        for (Stanza stanza : far.inbox()) {
            if (stanza instanceof Message message && message.body() != null) {
                sizes.add(stanza.toElement().toString().length());
            }
        }
        int three = sizes.reversed().stream().limit(3).mapToInt(Integer::intValue).sum();
        far.leaves("Romeo");

        for (int most : List.of(three - 1, three)) {
            far.inbox().clear();
            far.joins(
                    "Romeo",
                    Element.of("history", Muc.MUC)
                            .attribute("maxchars", Integer.toString(most))
                            .build());
            int lines =
                    (int)
                            far.inbox().stream()
                                    .filter(s -> s instanceof Message m && m.body() != null)
                                    .count();
            assertThat(lines).isEqualTo(most == three ? 3 : 2);
        }
    }

    @Spec(xep = 45, section = "7.2.14", says = "seconds limits the age")
    @Test
    void seconds() {
        assertThat(shown("seconds", "130")).containsExactly("line 28", "line 29", "line 30");
    }

    @Test
    void zero_seconds_are_no_lines() {
        assertThat(shown("seconds", "0")).isEmpty();
    }

    @Spec(xep = 45, section = "7.2.14", says = "since limits the time")
    @Test
    void since() {
        assertThat(shown("since", "2026-05-01T20:28:00Z")).containsExactly("line 29", "line 30");
    }

    @Test
    void all_limits_hold_together() {
        assertThat(shown("since", "2026-05-01T20:20:00Z", "maxstanzas", "3", "seconds", "100"))
                .containsExactly("line 29", "line 30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "99999999999999999999", ""})
    void a_limit_that_is_no_number_is_none(String value) {
        assertThat(shown("maxstanzas", value)).hasSize(20);
    }

    @Test
    void a_huge_limit_gets_the_configured_number() {
        assertThat(shown("maxstanzas", "2147483648")).hasSize(20);
    }

    @Test
    void only_the_newest_lines_are_kept_in_memory() {
        Person juliet = scene.person("juliet@example.org/balcony");
        for (int i = 31; i <= 150; i++) {
            juliet.says("line " + i);
        }

        assertThat(scene.room.history().lines()).hasSize(History.CAPACITY);
        juliet.configures("muc#maxhistoryfetch", "100");
        assertThat(shown()).hasSize(100).startsWith("line 51");
    }
}
