package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.item;
import static stoa.rooms.Person.itemOf;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.store.room.Affiliation;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
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

    @Spec(xep = 45, section = "17.3", says = "who is in and asks to enter is sent everything")
    @Test
    void who_enters_anew_by_another_nick_is_told_everything() {
        juliet.says("Wherefore?");
        juliet.setsSubject("Balcony");
        scene.clear();

        romeo.joins("Montague");

        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactly(303, 110);
        assertThat(romeo.getsPresence("Juliet").type()).isEqualTo(Presence.Type.AVAILABLE);
        assertThat(codes(romeo.getsPresence("Montague"))).containsExactly(110);
        romeo.hears("Juliet", "Wherefore?");
        assertThat(romeo.getsMessage().has("subject", Stanza.CLIENT)).isTrue();
        romeo.getsNothingMore();
        assertThat(codes(juliet.getsPresence("Romeo"))).containsExactly(303);
        assertThat(codes(juliet.getsPresence("Montague"))).isEmpty();
        juliet.getsNothingMore();
        assertThat(scene.room.occupants().size()).isEqualTo(2);
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

    private static void refused(Iq answer, Condition condition) {
        assertThat(answer.isError()).isTrue();
        assertThat(ErrorReader.condition(answer)).isEqualTo(condition);
    }

    private Iq reserve(String who, String nick) {
        return juliet.admin(Iq.Type.SET, item("jid", who, "affiliation", "member", "nick", nick));
    }

    @Spec(xep = 45, section = "9.3", says = "a nick that is provided becomes the user's")
    @Spec(xep = 45, section = "9.5", says = "to unset a reserved nickname, nick is an empty string")
    @Test
    void admins_reserve_nicks_and_take_them_back() {
        assertThat(reserve("paris@example.org", "County").isError()).isFalse();
        juliet.admin(Iq.Type.SET, item("affiliation", "member", "jid", "paris@example.org"));
        assertThat(scene.room.affiliations().holderOf("County"))
                .isEqualTo(BareJid.of("paris@example.org"));

        assertThat(reserve("paris@example.org", "").isError()).isFalse();

        assertThat(scene.room.affiliations().holderOf("County")).isNull();
        assertThat(scene.room.affiliation(BareJid.of("paris@example.org")))
                .isEqualTo(Affiliation.MEMBER);
    }

    @Test
    void a_reserved_nick_is_written_as_an_address_has_it() {
        assertThat(reserve("paris@example.org", "Andre\u0301").isError()).isFalse();

        romeo.shows("Andr\u00e9");

        assertThat(ErrorReader.condition(romeo.inbox().getLast())).isEqualTo(Condition.CONFLICT);
    }

    @Spec(xep = 45, section = "7.10", says = "a nick that is reserved already is a conflict")
    @Test
    void no_admin_gives_a_nick_that_another_has_or_that_is_none() {
        assertThat(reserve("paris@example.org", "County").isError()).isFalse();

        refused(reserve("mercutio@example.org", "County"), Condition.CONFLICT);
        refused(reserve("mercutio@example.org", "Romeo"), Condition.CONFLICT);
        refused(reserve("mercutio@example.org", "M".repeat(129)), Condition.NOT_ACCEPTABLE);
        refused(
                juliet.admin(
                        Iq.Type.SET,
                        item("jid", "a@example.org", "affiliation", "member", "nick", "Twin"),
                        item("jid", "b@example.org", "affiliation", "member", "nick", "Twin")),
                Condition.CONFLICT);
        assertThat(scene.room.affiliation(BareJid.of("mercutio@example.org")))
                .isEqualTo(Affiliation.NONE);
        assertThat(scene.room.affiliation(BareJid.of("a@example.org"))).isEqualTo(Affiliation.NONE);
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
