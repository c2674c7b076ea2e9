package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.item;
import static stoa.rooms.Person.itemOf;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.store.room.Affiliation;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class RolesTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private final Person nurse = scene.person("nurse@example.org/hall");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        nurse.joins("Nurse");
        scene.clear();
    }

    private static void refused(Iq answer, Condition condition) {
        assertThat(answer.isError()).isTrue();
        assertThat(ErrorReader.condition(answer)).isEqualTo(condition);
    }

    private Role role(String nick) {
        return Objects.requireNonNull(scene.room.occupants().byNick(nick)).role();
    }

    @Spec(xep = 45, section = "8.2", says = "a kicked occupant leaves with 307, actor and reason")
    @Test
    void kicking() {
        Element kick =
                Element.of("item", Muc.ADMIN)
                        .attribute("nick", "Romeo")
                        .attribute("role", "none")
                        .child("reason", "Banished")
                        .build();

        Iq answer = juliet.admin(Iq.Type.SET, kick);

        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        Presence out = romeo.getsPresence("Romeo");
        assertThat(out.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(codes(out)).containsExactlyInAnyOrder(307, 110);
        assertThat(itemOf(out).childText("reason")).isEqualTo("Banished");
        Element actor = Objects.requireNonNull(itemOf(out).child("actor", Muc.USER));
        assertThat(actor.attribute("nick")).isEqualTo("Juliet");
        assertThat(codes(nurse.getsPresence("Romeo"))).containsExactly(307);
        assertThat(scene.room.occupants().byNick("Romeo")).isNull();
        romeo.joins("Romeo");
        assertThat(scene.room.occupants().byNick("Romeo")).isNotNull();
    }

    @Spec(xep = 45, section = "8.2", says = "nobody kicks those above")
    @Test
    void a_moderator_kicks_nobody_above() {
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "moderator"));

        refused(
                romeo.admin(Iq.Type.SET, item("nick", "Juliet", "role", "none")),
                Condition.NOT_ALLOWED);
        assertThat(scene.room.occupants().byNick("Juliet")).isNotNull();
    }

    @Test
    void participants_do_nothing_of_the_kind() {
        refused(
                romeo.admin(Iq.Type.SET, item("nick", "Nurse", "role", "none")),
                Condition.FORBIDDEN);
        refused(
                scene.person("tybalt@example.org/x")
                        .admin(Iq.Type.SET, item("nick", "Nurse", "role", "none")),
                Condition.FORBIDDEN);
        refused(romeo.admin(Iq.Type.GET, item("role", "participant")), Condition.FORBIDDEN);
    }

    @Spec(xep = 45, section = "8.4", says = "without voice nobody speaks to all")
    @Test
    void voice_is_taken_and_given() {
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "visitor"));
        assertThat(itemOf(nurse.getsPresence("Romeo")).attribute("role")).isEqualTo("visitor");
        romeo.getsPresence("Romeo");
        romeo.says("But soft");
        romeo.getsError(Condition.FORBIDDEN);

        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "participant"));

        romeo.getsPresence("Romeo");
        romeo.says("But soft");
        romeo.hears("Romeo", "But soft");
    }

    @Spec(xep = 45, section = "9.6", says = "only admins and owners make moderators")
    @Test
    void moderators_are_made_by_admins() {
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "moderator"));
        assertThat(role("Romeo")).isEqualTo(Role.MODERATOR);
        refused(
                romeo.admin(Iq.Type.SET, item("nick", "Nurse", "role", "moderator")),
                Condition.FORBIDDEN);

        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "participant"));

        assertThat(role("Romeo")).isEqualTo(Role.PARTICIPANT);
    }

    @Test
    void a_new_moderator_learns_the_real_addresses() {
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "moderator"));

        romeo.getsPresence("Romeo");
        assertThat(itemOf(romeo.getsPresence("Juliet")).attribute("jid")).isNotNull();
        assertThat(itemOf(romeo.getsPresence("Nurse")).attribute("jid")).isNotNull();
    }

    @Spec(xep = 45, section = "9.7", says = "admins and owners stay moderators")
    @Test
    void an_admin_stays_moderator() {
        juliet.admin(Iq.Type.SET, item("jid", "romeo@example.org", "affiliation", "admin"));

        refused(
                juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "participant")),
                Condition.NOT_ALLOWED);
    }

    @Test
    void a_request_is_carried_out_as_a_whole_or_not_at_all() {
        refused(
                juliet.admin(
                        Iq.Type.SET,
                        item("nick", "Romeo", "role", "none"),
                        item("nick", "Mercutio", "role", "none")),
                Condition.ITEM_NOT_FOUND);
        assertThat(scene.room.occupants().byNick("Romeo")).isNotNull();
    }

    @Spec(xep = 45, section = "8.5", says = "moderators read the list of voices")
    @Test
    void the_list_of_a_role() {
        Iq list = juliet.admin(Iq.Type.GET, item("role", "participant"));

        assertThat(Objects.requireNonNull(list.payload()).elements().map(e -> e.attribute("nick")))
                .containsExactly("Romeo", "Nurse");
    }

    @Spec(xep = 45, section = "7.13", says = "a visitor's request goes to the moderators")
    @Test
    void asking_for_voice() {
        juliet.configures("muc#roomconfig_moderatedroom", "1");
        Person mercutio = scene.person("mercutio@example.org/street");
        mercutio.joins("Mercutio");
        assertThat(role("Mercutio")).isEqualTo(Role.VISITOR);
        scene.clear();

        mercutio.tellsRoom(BadInputTest.form("submit", Muc.REQUEST, "muc#role", "participant"));

        Stanza asked = juliet.gets();
        romeo.getsNothingMore();
        Element form = Objects.requireNonNull(asked.payload("x", "jabber:x:data"));
        assertThat(form.toString()).contains("muc#request_allow").contains("Mercutio");
        juliet.tellsRoom(
                BadInputTest.form(
                        "submit",
                        Muc.REQUEST,
                        "muc#role",
                        "participant",
                        "muc#roomnick",
                        "Mercutio",
                        "muc#request_allow",
                        "true"));
        assertThat(role("Mercutio")).isEqualTo(Role.PARTICIPANT);
        assertThat(itemOf(mercutio.getsPresence("Mercutio")).attribute("role"))
                .isEqualTo("participant");
    }

    @Spec(xep = 45, section = "4.2", says = "in an unmoderated room any occupant may speak")
    @Test
    void all_have_voice_when_a_room_is_moderated_no_more() {
        juliet.configures("muc#roomconfig_moderatedroom", "1");
        Person mercutio = scene.person("mercutio@example.org/street");
        mercutio.joins("Mercutio");
        assertThat(role("Mercutio")).isEqualTo(Role.VISITOR);
        scene.clear();

        juliet.configures("muc#roomconfig_moderatedroom", "0");

        assertThat(codes(mercutio.getsMessage())).containsExactly(104);
        Presence now = mercutio.getsPresence("Mercutio");
        assertThat(itemOf(now).attribute("role")).isEqualTo("participant");
        assertThat(codes(now)).containsExactly(110);
        assertThat(codes(nurse.getsMessage())).containsExactly(104);
        assertThat(itemOf(nurse.getsPresence("Mercutio")).attribute("role"))
                .isEqualTo("participant");
        mercutio.says("At last");
        nurse.hears("Mercutio", "At last");
    }

    @Test
    void a_voice_that_was_taken_stays_taken_whatever_else_is_configured() {
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "visitor"));

        juliet.configures("muc#roomconfig_roomname", "The Garden");
        juliet.configures("muc#roomconfig_moderatedroom", "0");

        assertThat(role("Romeo")).isEqualTo(Role.VISITOR);
    }

    @Test
    void nobody_gives_oneself_voice() {
        juliet.configures("muc#roomconfig_moderatedroom", "1");
        Person mercutio = scene.person("mercutio@example.org/street");
        mercutio.joins("Mercutio");
        scene.clear();

        mercutio.tellsRoom(
                BadInputTest.form(
                        "submit",
                        Muc.REQUEST,
                        "muc#role",
                        "participant",
                        "muc#roomnick",
                        "Mercutio",
                        "muc#request_allow",
                        "true"));

        mercutio.getsError(Condition.FORBIDDEN);
        assertThat(role("Mercutio")).isEqualTo(Role.VISITOR);
    }

    @Spec(xep = 45, section = "15.5.3", says = "presence of some roles is not broadcast")
    @Test
    void visitors_may_be_an_unseen_audience() {
        juliet.configures(
                "muc#roomconfig_presencebroadcast",
                "moderator",
                "muc#roomconfig_getmemberlist",
                "moderator");
        Person mercutio = scene.person("mercutio@example.org/street");
        scene.clear();

        mercutio.joins("Mercutio");

        mercutio.getsPresence("Juliet");
        assertThat(codes(mercutio.getsPresence("Mercutio"))).containsExactly(110);
        nurse.getsNothingMore();
        juliet.getsNothingMore();
        mercutio.says("heard all the same");
        nurse.hears("Mercutio", "heard all the same");
    }

    @Test
    void who_is_not_broadcast_any_more_leaves_the_others_sight() {
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "moderator"));
        juliet.configures("muc#roomconfig_presencebroadcast", "moderator");
        scene.clear();

        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "participant"));

        assertThat(nurse.getsPresence("Romeo").type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(romeo.getsPresence("Romeo").type()).isEqualTo(Presence.Type.AVAILABLE);
    }

    @Test
    void roles_follow_standings() {
        assertThat(Roles.after(Affiliation.NONE, Affiliation.ADMIN, Role.VISITOR, true))
                .isEqualTo(Role.MODERATOR);
        assertThat(Roles.after(Affiliation.ADMIN, Affiliation.NONE, Role.MODERATOR, true))
                .isEqualTo(Role.VISITOR);
        assertThat(Roles.after(Affiliation.NONE, Affiliation.MEMBER, Role.MODERATOR, true))
                .isEqualTo(Role.MODERATOR);
        assertThat(Roles.after(Affiliation.NONE, Affiliation.MEMBER, Role.VISITOR, true))
                .isEqualTo(Role.PARTICIPANT);
        assertThat(Roles.after(Affiliation.OWNER, Affiliation.OUTCAST, Role.MODERATOR, false))
                .isEqualTo(Role.NONE);
    }
}
