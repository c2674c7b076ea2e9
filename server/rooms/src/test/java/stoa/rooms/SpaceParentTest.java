package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0503: a room says which space it is part of. */
class SpaceParentTest {
    private static final String FIELD = "muc#roomconfig_pubsub";
    private static final String DEV = "xmpp:pubsub.example.org?;node=dev";

    private final Scene scene = new Scene();
    private final Person juliet = scene.opened();
    private final Person stranger = scene.person("tybalt@example.org/x");

    @Spec(
            xep = 503,
            section = "5.5",
            says = "the feature, the form with the parent, and the field of roominfo")
    @Test
    void a_room_says_which_space_it_is_part_of() {
        assertThat(features()).doesNotContain("urn:xmpp:spaces:0");
        assertThat(form("urn:xmpp:spaces:0")).isNull();
        assertThat(info().field(FIELD)).isNull();

        assertThat(juliet.configures(FIELD, DEV).isError()).isFalse();

        assertThat(features()).contains("urn:xmpp:spaces:0").doesNotHaveDuplicates();
        assertThat(Objects.requireNonNull(form("urn:xmpp:spaces:0")).value("parent"))
                .isEqualTo(DEV);
        assertThat(info().value(FIELD)).isEqualTo(DEV);
        assertThat(info().value("muc#roominfo_pubsub")).isEqualTo(DEV);
        assertThat(RoomConfig.fromStored(scene.room.config().toStored()))
                .isEqualTo(scene.room.config());

        assertThat(juliet.configures(FIELD, "").isError()).isFalse();

        assertThat(features()).doesNotContain("urn:xmpp:spaces:0");
        assertThat(form("urn:xmpp:spaces:0")).isNull();
    }

    @Spec(xep = 503, section = "5.5", says = "the parent is the IRI of a node")
    @Test
    void what_is_no_node_is_refused() {
        juliet.configures(FIELD, DEV);
        for (String wrong :
                List.of(
                        "dev",
                        "https://pubsub.example.org/?;node=dev",
                        "xmpp:pubsub.example.org",
                        "xmpp:pubsub.example.org?;node=",
                        "xmpp:pubsub.example.org?node=dev",
                        "xmpp:pubsub.example.org?;node=dev#here",
                        "xmpp:pubsub.example.org?;node=dev;node=ops",
                        "xmpp:pubsub.example.org?;node=%zz",
                        "xmpp:%zz?;node=dev",
                        "xmpp:?;node=dev",
                        "xmpp:juliet@example.org/balcony?;node=dev",
                        DEV + "x".repeat(8_192))) {
            assertThat(ErrorReader.condition(juliet.configures(FIELD, wrong)))
                    .as(wrong)
                    .isEqualTo(Condition.NOT_ACCEPTABLE);
        }
        assertThat(ErrorReader.condition(stranger.configures(FIELD, DEV)))
                .isEqualTo(Condition.FORBIDDEN);
        assertThat(scene.room.config(SpaceParent.IRI)).isEqualTo(DEV);
    }

    @Spec(xep = 60, section = "12.21", says = "an IRI that names a node")
    @Test
    void nodes_have_many_names() {
        for (String node :
                List.of(
                        "xmpp:juliet@example.org?;node=garden",
                        "xmpp:pubsub.example.org?pubsub;action=subscribe;node=dev",
                        "xmpp:pubsub.example.org?;node=the%20%22garden%22+%3B",
                        "xmpp:pubsub.example.org?;node=Gärten",
                        "  " + DEV + " ")) {
            assertThat(juliet.configures(FIELD, node).isError()).as(node).isFalse();
            assertThat(info().value(FIELD)).isEqualTo(node.strip());
        }
    }

    private Element disco() {
        return Objects.requireNonNull(
                stranger.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO)).payload());
    }

    private List<String> features() {
        return disco().elements()
                .filter(e -> e.name().equals("feature"))
                .map(e -> Objects.requireNonNull(e.attribute("var")))
                .toList();
    }

    private DataForm info() {
        return Objects.requireNonNull(form(Muc.INFO));
    }

    private @Nullable DataForm form(String type) {
        return disco().elements()
                .filter(e -> e.is("x", DataForm.NAMESPACE))
                .map(x -> Objects.requireNonNull(DataForm.read(x)))
                .filter(form -> type.equals(form.formType()))
                .findFirst()
                .orElse(null);
    }
}
