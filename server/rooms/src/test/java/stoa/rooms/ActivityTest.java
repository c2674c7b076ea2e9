package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** XEP-0502: how much is said in a room. */
class ActivityTest {
    private final Scene scene = new Scene();
    private final Person juliet = scene.opened();

    private @Nullable String shown() {
        Iq info =
                scene.person("romeo@example.org/pc")
                        .asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO));
        DataForm form = DataForm.in(Objects.requireNonNull(info.payload()));
        return Objects.requireNonNull(form).value("{urn:xmpp:muc-activity}message-activity");
    }

    @Spec(xep = 502, section = "3.1", says = "messages per hour")
    @Test
    void messages_an_hour() {
        assertThat(shown()).isEqualTo("0.00");
        scene.later(Duration.ofHours(3));
        juliet.says("one");
        juliet.says("two");
        juliet.says("three");
        assertThat(shown()).isEqualTo("1.00");
        scene.later(Duration.ofHours(21));
        assertThat(shown()).isEqualTo("0.13");
        scene.later(Duration.ofHours(4));
        assertThat(shown()).isEqualTo("0.00");
    }

    @Test
    void of_a_busy_room_the_newest_messages_tell() {
        for (int i = 0; i < 2 * History.CAPACITY; i++) {
            scene.later(Duration.ofSeconds(36));
            juliet.says("m" + i);
        }
        assertThat(Double.parseDouble(Objects.requireNonNull(shown()))).isBetween(99.0, 102.0);
    }

    @Spec(
            xep = 502,
            section = "4",
            says = "not without a body, no private messages, no corrections")
    @Test
    void what_does_not_count() {
        scene.later(Duration.ofHours(1));
        juliet.whispers("Juliet", "to myself");
        juliet.sends(
                Element.of("displayed", "urn:xmpp:chat-markers:0").attribute("id", "1").build());
        juliet.sends(
                Element.text("body", Stanza.CLIENT, "better"),
                Element.of("replace", Muc.CORRECT).attribute("id", "m1").build());
        assertThat(shown()).isEqualTo("0.00");
    }

    @Spec(xep = 502, section = "9", says = "only of public, persistent rooms that anybody enters")
    @Test
    void of_other_rooms_nothing_is_shown() {
        juliet.configures("muc#roomconfig_publicroom", "0");
        assertThat(shown()).isNull();
        juliet.configures("muc#roomconfig_publicroom", "1", "muc#roomconfig_membersonly", "1");
        assertThat(shown()).isNull();
        juliet.configures("muc#roomconfig_membersonly", "0", "muc#roomconfig_persistentroom", "0");
        assertThat(shown()).isNull();
        juliet.configures(
                "muc#roomconfig_persistentroom", "1",
                "muc#roomconfig_passwordprotectedroom", "1",
                "muc#roomconfig_roomsecret", "x");
        assertThat(shown()).isNull();
    }
}
