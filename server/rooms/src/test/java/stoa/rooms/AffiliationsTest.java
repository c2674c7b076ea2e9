package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.item;
import static stoa.rooms.Person.itemOf;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.store.room.Affiliation;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class AffiliationsTest {
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

    private Iq give(Person actor, String who, String affiliation) {
        return actor.admin(Iq.Type.SET, item("jid", who, "affiliation", affiliation));
    }

    private Affiliation of(String who) {
        return scene.room.affiliation(BareJid.of(who));
    }

    private static List<String> addresses(Iq list) {
        return Objects.requireNonNull(list.payload())
                .elements()
                .map(e -> Objects.requireNonNull(e.attribute("jid")))
                .toList();
    }

    @Spec(xep = 45, section = "9.1", says = "a banned occupant leaves with 301")
    @Test
    void banning() {
        give(juliet, "romeo@example.org", "outcast");

        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactlyInAnyOrder(301, 110);
        Presence seen = nurse.getsPresence("Romeo");
        assertThat(codes(seen)).containsExactly(301);
        assertThat(itemOf(seen).attribute("affiliation")).isEqualTo("outcast");
        assertThat(scene.room.occupants().byNick("Romeo")).isNull();
        assertThat(scene.changes.toString()).contains("AffiliationSaved");
    }

    @Test
    void a_full_address_bans_its_account() {
        give(juliet, "romeo@example.org/pc", "outcast");

        assertThat(of("romeo@example.org")).isEqualTo(Affiliation.OUTCAST);
        romeo.getsPresence("Romeo");
        romeo.on("phone").joins("Romeo");
        romeo.on("phone").getsError(Condition.FORBIDDEN);
    }

    @Test
    void a_domain_is_banned_with_all_its_people() {
        give(juliet, "example.org", "outcast");

        assertThat(codes(romeo.getsPresence("Romeo"))).contains(301);
        assertThat(codes(nurse.inbox().getLast())).contains(301);
        // The owner has a standing of her own.
        assertThat(scene.room.occupants().byNick("Juliet")).isNotNull();
    }

    @Spec(xep = 45, section = "9.1", says = "nobody bans oneself")
    @Test
    void nobody_bans_oneself() {
        refused(give(juliet, "juliet@example.org", "outcast"), Condition.CONFLICT);
    }

    @Spec(xep = 45, section = "9.1", says = "nobody bans those above")
    @Spec(xep = 45, section = "10.7", says = "only owners revoke: forbidden to who is none")
    @Test
    void admins_have_limits() {
        give(juliet, "nurse@example.org", "admin");
        refused(give(nurse, "juliet@example.org", "outcast"), Condition.NOT_ALLOWED);
        refused(give(nurse, "juliet@example.org", "none"), Condition.FORBIDDEN);
        refused(give(nurse, "nurse@example.org", "none"), Condition.FORBIDDEN);
        refused(give(nurse, "romeo@example.org", "owner"), Condition.FORBIDDEN);
        refused(give(nurse, "romeo@example.org", "admin"), Condition.FORBIDDEN);
        refused(give(romeo, "nurse@example.org", "member"), Condition.FORBIDDEN);

        assertThat(give(nurse, "romeo@example.org", "member").isError()).isFalse();
        assertThat(of("romeo@example.org")).isEqualTo(Affiliation.MEMBER);
    }

    @Spec(xep = 45, section = "10.4", says = "the last owner stays")
    @Test
    void a_room_keeps_an_owner() {
        refused(give(juliet, "juliet@example.org", "admin"), Condition.CONFLICT);
        give(juliet, "nurse@example.org", "owner");

        assertThat(give(juliet, "juliet@example.org", "none").isError()).isFalse();

        assertThat(of("juliet@example.org")).isEqualTo(Affiliation.NONE);
        assertThat(Objects.requireNonNull(scene.room.occupants().byNick("Juliet")).role())
                .isEqualTo(Role.PARTICIPANT);
    }

    @Spec(xep = 45, section = "10.6", says = "an admin becomes moderator, all are told")
    @Test
    void an_admin_becomes_moderator() {
        give(juliet, "romeo@example.org", "admin");

        Presence seen = nurse.getsPresence("Romeo");
        assertThat(itemOf(seen).attribute("affiliation")).isEqualTo("admin");
        assertThat(itemOf(seen).attribute("role")).isEqualTo("moderator");
    }

    @Spec(xep = 45, section = "9.4", says = "in a members-only room an ex-member leaves with 321")
    @Test
    void who_is_no_member_any_more_leaves_a_members_only_room() {
        give(juliet, "romeo@example.org", "member");
        give(juliet, "nurse@example.org", "member");
        juliet.configures("muc#roomconfig_membersonly", "1");
        assertThat(scene.room.occupants().size()).isEqualTo(3);
        scene.clear();

        give(juliet, "romeo@example.org", "none");

        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactlyInAnyOrder(321, 110);
        assertThat(codes(nurse.getsPresence("Romeo"))).containsExactly(321);
    }

    @Spec(xep = 45, section = "10.2.1", says = "strangers leave with 322 when a room closes")
    @Test
    void strangers_leave_when_a_room_becomes_members_only() {
        give(juliet, "nurse@example.org", "member");
        scene.clear();

        juliet.configures("muc#roomconfig_membersonly", "1");

        assertThat(codes(romeo.getsMessage())).containsExactly(104);
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactlyInAnyOrder(322, 110);
        romeo.getsNothingMore();
        assertThat(codes(nurse.getsMessage())).containsExactly(104);
        assertThat(codes(nurse.getsPresence("Romeo"))).containsExactly(322);
    }

    @Test
    void who_has_to_leave_is_not_shown_addresses_before() {
        juliet.configures("muc#roomconfig_membersonly", "1", "muc#roomconfig_whois", "anyone");

        assertThat(codes(romeo.getsMessage())).containsExactlyInAnyOrder(104, 172);
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactlyInAnyOrder(322, 110);
        romeo.getsNothingMore();
    }

    @Spec(xep = 45, section = "9.5", says = "admins read all lists")
    @Test
    void the_lists() {
        give(juliet, "mercutio@example.org", "member");
        give(juliet, "tybalt@example.org", "outcast");

        assertThat(addresses(juliet.admin(Iq.Type.GET, item("affiliation", "member"))))
                .containsExactly("mercutio@example.org");
        assertThat(addresses(juliet.admin(Iq.Type.GET, item("affiliation", "outcast"))))
                .containsExactly("tybalt@example.org");
        assertThat(addresses(juliet.admin(Iq.Type.GET, item("affiliation", "owner"))))
                .containsExactly("juliet@example.org");
        refused(romeo.admin(Iq.Type.GET, item("affiliation", "member")), Condition.FORBIDDEN);
    }

    @Spec(xep = 45, section = "10.5", says = "in semi-anonymous rooms only owners read the owners")
    @Spec(xep = 45, section = "10.8", says = "in semi-anonymous rooms only owners read the admins")
    @Test
    void the_lists_of_those_above() {
        give(juliet, "nurse@example.org", "admin");
        juliet.admin(Iq.Type.SET, item("nick", "Romeo", "role", "moderator"));
        for (String list : List.of("owner", "admin")) {
            refused(nurse.admin(Iq.Type.GET, item("affiliation", list)), Condition.FORBIDDEN);
            refused(romeo.admin(Iq.Type.GET, item("affiliation", list)), Condition.FORBIDDEN);
        }
        assertThat(addresses(nurse.admin(Iq.Type.GET, item("affiliation", "outcast")))).isEmpty();
        assertThat(addresses(juliet.admin(Iq.Type.GET, item("affiliation", "admin"))))
                .containsExactly("nurse@example.org");

        juliet.configures("muc#roomconfig_whois", "anyone");

        assertThat(addresses(nurse.admin(Iq.Type.GET, item("affiliation", "owner"))))
                .containsExactly("juliet@example.org");
    }

    @Spec(xep = 45, section = "9.5", says = "members read the members of a non-anonymous room")
    @Test
    void members_read_the_members() {
        give(juliet, "romeo@example.org", "member");
        juliet.configures("muc#roomconfig_membersonly", "1");
        refused(romeo.admin(Iq.Type.GET, item("affiliation", "member")), Condition.FORBIDDEN);
        juliet.configures("muc#roomconfig_whois", "anyone");

        assertThat(addresses(romeo.admin(Iq.Type.GET, item("affiliation", "member"))))
                .containsExactly("romeo@example.org");
        assertThat(addresses(romeo.admin(Iq.Type.GET, item("affiliation", "owner"))))
                .containsExactly("juliet@example.org");
        refused(romeo.admin(Iq.Type.GET, item("affiliation", "outcast")), Condition.FORBIDDEN);
    }

    @Test
    void moderators_hear_of_people_who_are_away() {
        give(juliet, "mercutio@example.org", "member");

        Message heard = juliet.getsMessage();
        assertThat(itemOf(heard).attribute("jid")).isEqualTo("mercutio@example.org");
        romeo.getsNothingMore();
    }

    private List<Integer> codesTo(String who) {
        return scene.inbox(BareJid.of(who)).stream().flatMap(told -> codes(told).stream()).toList();
    }

    @Spec(xep = 45, section = "15.6.2", says = "101: an affiliation changed while not in the room")
    @Test
    void who_is_away_is_told_of_an_own_affiliation() {
        give(juliet, "mercutio@example.org", "admin");

        Stanza told = scene.inbox(BareJid.of("mercutio@example.org")).getFirst();
        assertThat(told.from()).isEqualTo(Scene.GARDEN);
        assertThat(codes(told)).containsExactly(101);
        assertThat(itemOf(told).attribute("affiliation")).isEqualTo("admin");
        assertThat(itemOf(told).attribute("role")).isEqualTo("none");

        give(juliet, "mercutio@example.org", "admin");
        assertThat(codesTo("mercutio@example.org")).as("nothing new").hasSize(1);
        give(juliet, "mercutio@example.org", "none");
        assertThat(codesTo("mercutio@example.org")).containsExactly(101, 101);
    }

    @Test
    void who_is_away_hears_nobodys_words() {
        juliet.admin(
                Iq.Type.SET,
                Element.of("item", Muc.ADMIN)
                        .attribute("jid", "tybalt@example.org")
                        .attribute("affiliation", "outcast")
                        .child("reason", "Cat")
                        .build());

        Stanza told = scene.inbox(BareJid.of("tybalt@example.org")).getFirst();
        assertThat(codes(told)).containsExactly(101);
        assertThat(told.toElement().toString()).doesNotContain("Cat");
    }

    @Test
    void only_people_who_are_away_and_did_not_do_it_are_told() {
        give(juliet, "romeo@example.org", "admin");
        give(juliet, "verona.example", "member");
        assertThat(codesTo("romeo@example.org")).isEmpty();
        assertThat(scene.inbox(DomainJid.of("verona.example"))).isEmpty();

        romeo.leaves("Romeo");
        give(romeo, "romeo@example.org", "member");
        assertThat(codesTo("romeo@example.org")).isEmpty();
    }

    @Test
    void nothing_is_said_of_what_changes_nothing() {
        give(juliet, "romeo@example.org", "none");

        romeo.getsNothingMore();
        assertThat(scene.events.getLast()).isNotInstanceOf(RoomEvent.AffiliationsChanged.class);
    }

    @Test
    void many_at_once_are_one_change() {
        Element[] items = new Element[500];
        for (int i = 0; i < items.length; i++) {
            items[i] = item("jid", "person" + i + "@example.org", "affiliation", "member");
        }

        juliet.admin(Iq.Type.SET, items);

        assertThat(scene.room.affiliations().size()).isEqualTo(501);
        assertThat(scene.events.getLast()).isInstanceOf(RoomEvent.AffiliationsChanged.class);
    }

    @Spec(xep = 45, section = "7.8.2", says = "the room invites in the occupant's name")
    @Test
    void inviting() {
        invite(romeo, "mercutio@example.org");

        Message invitation = (Message) scene.inbox(BareJid.of("mercutio@example.org")).getFirst();
        assertThat(invitation.from()).isEqualTo(Scene.GARDEN);
        Element x = Objects.requireNonNull(invitation.payload("x", Muc.USER));
        Element invite = Objects.requireNonNull(x.child("invite", Muc.USER));
        assertThat(invite.attribute("from")).isEqualTo(Scene.GARDEN + "/Romeo");
        assertThat(invite.childText("reason")).isEqualTo("Come");
        assertThat(invitation.has("x", Muc.CONFERENCE)).isTrue();
    }

    @Spec(xep = 45, section = "7.9", says = "an invitation that continues a conversation says so")
    @Test
    void inviting_to_go_on_with_a_conversation() {
        for (String thread : Arrays.asList(null, "e0ffe42b")) {
            scene.clear();
            Element invite =
                    Element.of("invite", Muc.USER)
                            .attribute("to", "mercutio@example.org/street")
                            .child(
                                    Element.of("continue", Muc.USER)
                                            .attribute("thread", thread)
                                            .build())
                            .build();

            romeo.tellsRoom(Element.of("x", Muc.USER).child(invite).build());

            Stanza told = scene.inbox(FullJid.of("mercutio@example.org/street")).getFirst();
            Element x = Objects.requireNonNull(told.payload("x", Muc.USER));
            Element heard = Objects.requireNonNull(x.child("invite", Muc.USER));
            Element continued = Objects.requireNonNull(heard.child("continue", Muc.USER));
            assertThat(continued.attribute("thread")).isEqualTo(thread);
            Element direct = Objects.requireNonNull(told.payload("x", Muc.CONFERENCE));
            assertThat(direct.attribute("continue")).isEqualTo("true");
            assertThat(direct.attribute("thread")).isEqualTo(thread);
        }
    }

    private static void invite(Person inviter, String who) {
        Element invite =
                Element.of("invite", Muc.USER).attribute("to", who).child("reason", "Come").build();
        inviter.tellsRoom(Element.of("x", Muc.USER).child(invite).build());
    }

    @Spec(xep = 45, section = "7.8.2", says = "an invitation makes a member and tells the password")
    @Test
    void inviting_to_a_closed_room() {
        give(juliet, "romeo@example.org", "member");
        juliet.configures(
                "muc#roomconfig_membersonly",
                "1",
                "muc#roomconfig_passwordprotectedroom",
                "1",
                "muc#roomconfig_roomsecret",
                "rose");
        scene.clear();

        invite(romeo, "mercutio@example.org");

        assertThat(of("mercutio@example.org")).isEqualTo(Affiliation.MEMBER);
        assertThat(invitations("mercutio@example.org").toString()).contains("rose");
        juliet.configures("muc#roomconfig_allowinvites", "0");
        scene.clear();
        invite(romeo, "benvolio@example.org");
        romeo.getsError(Condition.FORBIDDEN);
        invite(scene.person("tybalt@example.org/x"), "benvolio@example.org");
        scene.person("tybalt@example.org/x").getsError(Condition.NOT_ACCEPTABLE);
    }

    @Spec(xep = 45, section = "7.8.2", says = "declining is told to who invited")
    @Test
    void declining() {
        Person mercutio = scene.person("mercutio@example.org/street");
        Element decline =
                Element.of("decline", Muc.USER)
                        .attribute("to", "romeo@example.org")
                        .child("reason", "A plague")
                        .build();

        mercutio.tellsRoom(Element.of("x", Muc.USER).child(decline).build());

        Message told = romeo.getsMessage();
        assertThat(told.toElement().toString())
                .contains("mercutio@example.org")
                .contains("A plague");
        Element toStranger =
                Element.of("decline", Muc.USER).attribute("to", "paris@example.org").build();
        mercutio.tellsRoom(Element.of("x", Muc.USER).child(toStranger).build());
        mercutio.getsError(Condition.ITEM_NOT_FOUND);
    }

    @Spec(xep = 45, section = "7.10", says = "registering reserves a nick")
    @Test
    void registering() {
        Iq form = romeo.asks(Iq.Type.GET, Element.empty("query", Muc.REGISTRATION));
        assertThat(form.toElement().toString()).contains("muc#register_roomnick");
        Element submitted =
                Element.of("query", Muc.REGISTRATION)
                        .child(
                                BadInputTest.form(
                                        "submit",
                                        Muc.REGISTER,
                                        "muc#register_roomnick",
                                        "Montague"))
                        .build();

        assertThat(romeo.asks(Iq.Type.SET, submitted).isError()).isFalse();

        assertThat(of("romeo@example.org")).isEqualTo(Affiliation.MEMBER);
        refused(nurse.asks(Iq.Type.SET, submitted), Condition.CONFLICT);
        nurse.shows("Montague");
        assertThat(scene.room.occupants().byNick("Montague")).isNull();
        Iq reserved =
                romeo.asks(
                        Iq.Type.GET,
                        Element.of("query", Muc.DISCO_INFO)
                                .attribute("node", Muc.RESERVED_NICK)
                                .build());
        assertThat(reserved.toElement().toString()).contains("name='Montague'");
        Iq registered = romeo.asks(Iq.Type.GET, Element.empty("query", Muc.REGISTRATION));
        assertThat(registered.toElement().toString()).contains("registered");
        Element remove = Element.of("query", Muc.REGISTRATION).child("remove").build();
        assertThat(romeo.asks(Iq.Type.SET, remove).isError()).isFalse();
        refused(romeo.asks(Iq.Type.SET, remove), Condition.ITEM_NOT_FOUND);
        assertThat(scene.room.affiliations().holderOf("Montague")).isNull();
    }

    @Spec(xep = 45, section = "7.10", says = "not-allowed to who may not register")
    @Test
    void outcasts_do_not_register() {
        give(juliet, "romeo@example.org", "outcast");
        scene.clear();

        refused(
                romeo.asks(Iq.Type.GET, Element.empty("query", Muc.REGISTRATION)),
                Condition.NOT_ALLOWED);
        refused(romeo.asks(Iq.Type.SET, registration("Montague")), Condition.NOT_ALLOWED);
    }

    private static Element registration(String nick) {
        return Element.of("query", Muc.REGISTRATION)
                .child(BadInputTest.form("submit", Muc.REGISTER, "muc#register_roomnick", nick))
                .build();
    }

    private static Element approval(String who, String nick, String allow) {
        return BadInputTest.form(
                "submit",
                Muc.REGISTER,
                "muc#jid",
                who,
                "muc#register_roomnick",
                nick,
                "muc#register_allow",
                allow);
    }

    @Spec(xep = 45, section = "9.9", says = "admins approve registrations with a members-only room")
    @Spec(xep = 45, section = "9.5", says = "a new member of a members-only room is invited")
    @Test
    void a_strangers_registration_is_approved() {
        juliet.configures("muc#roomconfig_membersonly", "1");
        scene.clear();
        Person tybalt = scene.person("tybalt@example.org/x");
        assertThat(tybalt.asks(Iq.Type.GET, Element.empty("query", Muc.REGISTRATION)).isError())
                .isFalse();

        assertThat(tybalt.asks(Iq.Type.SET, registration("Cat")).isError()).isFalse();

        assertThat(of("tybalt@example.org")).isEqualTo(Affiliation.NONE);
        Message form = juliet.getsMessage();
        assertThat(form.from()).isEqualTo(Scene.GARDEN);
        assertThat(form.toElement().toString())
                .contains("tybalt@example.org", "Cat", "muc#register_allow");
        tybalt.tellsRoom(approval("tybalt@example.org", "Cat", "1"));
        tybalt.getsError(Condition.FORBIDDEN);

        juliet.tellsRoom(approval("tybalt@example.org/x", "Cat", "1"));

        assertThat(of("tybalt@example.org")).isEqualTo(Affiliation.MEMBER);
        assertThat(scene.room.affiliations().nickOf(tybalt.address)).isEqualTo("Cat");
        assertThat(invitations("tybalt@example.org")).hasSize(1);
        assertThat(codesTo("tybalt@example.org")).containsExactly(101);
        juliet.inbox().clear();
        juliet.tellsRoom(approval("tybalt@example.org", "Cat", "1"));
        juliet.getsNothingMore();
        tybalt.joins("Cat");
        assertThat(scene.room.occupants().byNick("Cat")).isNotNull();
    }

    @Test
    void nobody_is_made_a_member_against_an_admins_will() {
        juliet.configures("muc#roomconfig_membersonly", "1");
        juliet.leaves("Juliet");
        scene.clear();
        Person tybalt = scene.person("tybalt@example.org/x");
        tybalt.asks(Iq.Type.SET, registration("Cat"));
        assertThat(scene.inbox(juliet.address.bare())).as("when no admin is present").hasSize(1);

        juliet.tellsRoom(approval("tybalt@example.org", "Cat", "0"));
        assertThat(of("tybalt@example.org")).isEqualTo(Affiliation.NONE);
        for (String wrong : List.of("", "perhaps")) {
            juliet.tellsRoom(approval("tybalt@example.org", "Cat", wrong));
            juliet.getsError(Condition.BAD_REQUEST);
        }
        juliet.tellsRoom(approval("@", "Cat", "1"));
        juliet.getsError(Condition.JID_MALFORMED);
        juliet.tellsRoom(approval("tybalt@example.org", " ", "1"));
        juliet.getsError(Condition.NOT_ACCEPTABLE);
        juliet.admin(Iq.Type.SET, item("jid", "tybalt@example.org", "affiliation", "outcast"));
        juliet.tellsRoom(approval("tybalt@example.org", "Cat", "1"));
        juliet.getsError(Condition.CONFLICT);
        refused(tybalt.asks(Iq.Type.SET, registration("Cat")), Condition.NOT_ALLOWED);
    }

    private List<Element> invitations(String who) {
        return scene.inbox(BareJid.of(who)).stream()
                .map(stanza -> Objects.requireNonNull(stanza.payload("x", Muc.USER)))
                .filter(x -> x.child("invite", Muc.USER) != null)
                .toList();
    }

    @Spec(xep = 45, section = "9.5", says = "a new member of a members-only room is invited")
    @Test
    void new_members_who_are_away_are_invited() {
        juliet.admin(Iq.Type.SET, item("jid", "paris@example.org", "affiliation", "member"));
        assertThat(invitations("paris@example.org")).isEmpty();
        juliet.configures("muc#roomconfig_membersonly", "1");

        juliet.admin(
                Iq.Type.SET,
                item("jid", "mercutio@example.org", "affiliation", "member"),
                item("jid", "paris@example.org", "affiliation", "admin"),
                item("jid", "verona.example", "affiliation", "member"));

        assertThat(invitations("mercutio@example.org"))
                .singleElement()
                .satisfies(
                        x ->
                                assertThat(x.toString())
                                        .contains(
                                                "invite from='garden@conference.example.org/Juliet'"));
        assertThat(invitations("paris@example.org")).isEmpty();
        assertThat(scene.inbox(DomainJid.of("verona.example"))).isEmpty();
    }
}
