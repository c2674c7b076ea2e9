package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class RelayingTest {
    private static final Element VERSION = Element.empty("query", "jabber:iq:version");
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private static FullJid at(String nick) {
        return Scene.GARDEN.withResource(nick);
    }

    @Spec(xep = 45, section = "14.4", says = "occupants ask each other through the room")
    @Test
    void a_request_goes_to_the_occupant_and_its_answer_back() {
        scene.send(Iq.of(Iq.Type.GET, romeo.address, at("Juliet"), "v.1-2", VERSION));
        Iq asked = (Iq) juliet.gets();
        assertThat(asked.from()).isEqualTo(at("Romeo"));
        assertThat(asked.toElement().toString()).doesNotContain("romeo@example.org");

        scene.send(
                new Iq(
                        juliet.address,
                        asked.from(),
                        Iq.Type.RESULT,
                        asked.id(),
                        null,
                        asked.payloads()));

        Iq answer = (Iq) romeo.gets();
        assertThat(answer.id()).isEqualTo("v.1-2");
        assertThat(answer.from()).isEqualTo(at("Juliet"));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
    }

    @Test
    void the_answer_finds_the_session_that_asked() {
        Person phone = romeo.on("phone");
        phone.joins("Romeo");
        scene.clear();
        scene.send(Iq.of(Iq.Type.GET, romeo.address, at("Juliet"), "v", VERSION));
        Iq asked = (Iq) juliet.gets();

        scene.send(
                new Iq(
                        juliet.address,
                        at("Romeo"),
                        Iq.Type.ERROR,
                        asked.id(),
                        null,
                        asked.payloads()));

        assertThat(romeo.gets().isError()).isTrue();
        phone.getsNothingMore();
    }

    @Spec(xep = 410, section = "3.3", says = "the room answers a ping to one's own nick")
    @Test
    void a_self_ping_is_answered_by_the_room() {
        Iq answer = romeo.asks(Iq.Type.GET, "Romeo", Element.empty("ping", Muc.PING));

        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        assertThat(answer.from()).isEqualTo(at("Romeo"));
        romeo.getsNothingMore();
    }

    @Spec(xep = 410, section = "3.2", says = "who is not inside gets not-acceptable")
    @Test
    void a_self_ping_from_outside_is_not_acceptable() {
        Iq answer = romeo.on("phone").asks(Iq.Type.GET, "Romeo", Element.empty("ping", Muc.PING));

        assertThat(ErrorReader.condition(answer)).isEqualTo(Condition.NOT_ACCEPTABLE);
    }

    @Test
    void a_ping_to_another_is_relayed_and_one_to_nobody_refused() {
        scene.send(
                Iq.of(
                        Iq.Type.GET,
                        romeo.address,
                        at("Juliet"),
                        "p",
                        Element.empty("ping", Muc.PING)));
        assertThat(juliet.gets()).isInstanceOf(Iq.class);

        Iq answer = romeo.asks(Iq.Type.GET, "Nurse", Element.empty("ping", Muc.PING));

        assertThat(ErrorReader.condition(answer)).isEqualTo(Condition.ITEM_NOT_FOUND);
    }

    @Test
    void a_vcard_is_asked_of_the_account() {
        scene.send(
                Iq.of(
                        Iq.Type.GET,
                        romeo.address,
                        at("Juliet"),
                        "c",
                        Element.empty("vCard", Muc.VCARD)));
        Iq asked = (Iq) scene.inbox(juliet.address.bare()).removeFirst();

        scene.send(
                new Iq(
                        juliet.address.bare(),
                        at("Romeo"),
                        Iq.Type.RESULT,
                        asked.id(),
                        null,
                        asked.payloads()));

        Iq answer = (Iq) romeo.gets();
        assertThat(answer.id()).isEqualTo("c");
        assertThat(answer.from()).isEqualTo(at("Juliet"));
        Iq set = romeo.asks(Iq.Type.SET, "Juliet", Element.empty("vCard", Muc.VCARD));
        assertThat(ErrorReader.condition(set)).isEqualTo(Condition.NOT_ALLOWED);
    }

    @Test
    void nobody_answers_in_anothers_name() {
        scene.send(Iq.of(Iq.Type.GET, romeo.address, at("Juliet"), "v", VERSION));
        Iq asked = (Iq) juliet.gets();
        Person nurse = scene.person("nurse@example.org/hall");
        nurse.joins("Nurse");
        scene.clear();

        scene.send(
                new Iq(
                        nurse.address,
                        at("Romeo"),
                        Iq.Type.RESULT,
                        asked.id(),
                        null,
                        asked.payloads()));
        for (String id : new String[] {"", "-", ".", "1-", "-1.", "zz-zz.x", "1-1"}) {
            scene.send(
                    Iq.of(
                            Iq.Type.RESULT,
                            nurse.address,
                            at("Romeo"),
                            id,
                            Objects.requireNonNull(asked.payload())));
        }

        romeo.getsNothingMore();
    }

    @Spec(xep = 45, section = "6.6", says = "an outsider's discovery of an occupant is refused")
    @Test
    void outsiders_discover_no_occupants() {
        Iq answer =
                scene.person("tybalt@example.org/x")
                        .asks(Iq.Type.GET, "Juliet", Element.empty("query", Muc.DISCO_INFO));

        assertThat(ErrorReader.condition(answer)).isEqualTo(Condition.BAD_REQUEST);
    }
}
