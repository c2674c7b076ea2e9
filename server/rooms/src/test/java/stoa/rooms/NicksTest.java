package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.item;
import static stoa.rooms.Person.itemOf;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class NicksTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    @Spec(xep = 45, section = "7.6", says = "303 with the new nick, then the new presence")
    @Test
    void a_new_nick_is_told_to_all() {
        romeo.shows("Montague");

        Presence gone = juliet.getsPresence("Romeo");
        assertThat(gone.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(codes(gone)).containsExactly(303);
        assertThat(itemOf(gone).attribute("nick")).isEqualTo("Montague");
        assertThat(itemOf(gone).attribute("role")).isEqualTo("participant");
        assertThat(juliet.getsPresence("Montague").type()).isEqualTo(Presence.Type.AVAILABLE);
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactly(303, 110);
        assertThat(codes(romeo.getsPresence("Montague"))).containsExactly(110);
    }

    @Spec(xep = 45, section = "7.6", says = "a nick in use is refused with conflict")
    @Test
    void a_nick_in_use_is_refused() {
        romeo.shows("Juliet");

        romeo.getsError(Condition.CONFLICT);
        assertThat(scene.room.occupants().byNick("Romeo")).isNotNull();
    }

    @Test
    void all_sessions_go_along() {
        Person phone = romeo.on("phone");
        phone.joins("Romeo");
        scene.clear();

        romeo.shows("Montague");

        assertThat(codes(phone.getsPresence("Romeo"))).containsExactly(303, 110);
        assertThat(codes(phone.getsPresence("Montague"))).containsExactly(110);
        assertThat(scene.room.occupants().size()).isEqualTo(2);
    }

    @Test
    void a_session_may_join_its_own_other_nick() {
        Person phone = romeo.on("phone");
        phone.joins("Romeo on the phone");
        assertThat(scene.room.occupants().size()).isEqualTo(3);
        scene.clear();

        phone.shows("Romeo");

        assertThat(scene.room.occupants().size()).isEqualTo(2);
        scene.clear();
        juliet.says("to both");
        romeo.hears("Juliet", "to both");
        phone.hears("Juliet", "to both");
    }

    @Test
    void a_nick_of_spaces_is_none() {
        romeo.shows("   ");

        romeo.getsError(Condition.NOT_ACCEPTABLE);
    }

    @Test
    void a_huge_nick_is_none() {
        romeo.shows("R".repeat(129));

        romeo.getsError(Condition.NOT_ACCEPTABLE);
        assertThat(scene.room.occupants().byNick("Romeo")).isNotNull();
    }

    @Spec(xep = 45, section = "7.10", says = "a reserved nick is of its holder only")
    @Test
    void a_reserved_nick_is_kept() {
        juliet.admin(
                Iq.Type.SET,
                item("affiliation", "member", "jid", "mercutio@example.org", "nick", "Queen Mab"));
        scene.clear();

        romeo.shows("Queen Mab");

        romeo.getsError(Condition.CONFLICT);
        Person mercutio = scene.person("mercutio@example.org/street");
        mercutio.joins("Queen Mab");
        assertThat(scene.room.occupants().byNick("Queen Mab")).isNotNull();
    }

    @Spec(xep = 45, section = "7.7", says = "changed availability is told to all")
    @Test
    void another_show_is_told_to_all() {
        romeo.shows("Romeo", Element.text("show", Stanza.CLIENT, "away"));

        assertThat(juliet.getsPresence("Romeo").show()).isEqualTo("away");
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactly(110);
        juliet.getsNothingMore();
    }

    @Test
    void a_probe_from_inside_is_answered() {
        scene.send(
                Presence.of(
                        Presence.Type.PROBE, romeo.address, Scene.GARDEN.withResource("Juliet")));

        assertThat(romeo.getsPresence("Juliet").type()).isEqualTo(Presence.Type.AVAILABLE);
    }
}
