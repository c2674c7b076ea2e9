package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.item;
import static stoa.rooms.Person.itemOf;

import org.junit.jupiter.api.Test;
import stoa.store.room.RoomDeleted;
import stoa.store.room.RoomSaved;
import stoa.store.room.RoomSubject;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class JoiningTest {
    private final Scene scene = new Scene();

    @Spec(xep = 45, section = "10.1.1", says = "the creator gets 201 and is owner and moderator")
    @Test
    void who_enters_first_creates_the_room() {
        Person juliet = scene.person("juliet@example.org/balcony");

        juliet.joins("Juliet");

        Presence self = juliet.getsPresence("Juliet");
        assertThat(codes(self)).containsExactlyInAnyOrder(201, 110);
        assertThat(itemOf(self).attribute("affiliation")).isEqualTo("owner");
        assertThat(itemOf(self).attribute("role")).isEqualTo("moderator");
        assertThat(juliet.getsMessage().payload("subject", Stanza.CLIENT)).isNotNull();
        juliet.getsNothingMore();
        assertThat(scene.room.phase()).isEqualTo(Room.Phase.LOCKED);
    }

    @Spec(xep = 45, section = "10.1.1", says = "a new room is locked till it is configured")
    @Test
    void nobody_else_enters_a_locked_room() {
        scene.person("juliet@example.org/balcony").joins("Juliet");
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.joins("Romeo");

        romeo.getsError(Condition.ITEM_NOT_FOUND);
    }

    @Spec(xep = 45, section = "10.1.1", says = "until it is configured the room is not there")
    @Test
    void nothing_of_a_locked_room_is_stored_and_nothing_of_an_earlier_one_is_its_own() {
        Person juliet = scene.person("juliet@example.org/balcony");
        juliet.joins("Juliet");
        juliet.setsSubject("Tonight");

        assertThat(scene.changes).hasAtLeastOneElementOfType(RoomDeleted.class);
        assertThat(scene.changes).doesNotHaveAnyElementsOfTypes(RoomSaved.class);

        juliet.configures();

        assertThat(scene.changes)
                .filteredOn(change -> change instanceof RoomSaved)
                .singleElement()
                .satisfies(
                        saved ->
                                assertThat(((RoomSaved) saved).room().subject())
                                        .extracting(RoomSubject::text)
                                        .isEqualTo("Tonight"));
    }

    @Spec(xep = 45, section = "10.1.2", says = "an empty form opens the room as it is")
    @Test
    void an_instant_room_is_open_and_stored() {
        Person juliet = scene.person("juliet@example.org/balcony");
        juliet.joins("Juliet");
        assertThat(scene.changes.stream().filter(c -> c.toString().startsWith("RoomSaved")))
                .isEmpty();

        Iq answer = juliet.asks(Iq.Type.SET, Person.configuration());

        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        assertThat(scene.room.isOpen()).isTrue();
        assertThat(scene.directory.has(Scene.GARDEN)).isTrue();
        assertThat(scene.changes.toString()).contains("RoomSaved").contains("AffiliationSaved");
    }

    @Spec(xep = 45, section = "7.2.3", says = "first those present, then oneself, then the subject")
    @Test
    void a_newcomer_is_told_everything_in_order() {
        Person juliet = scene.opened();
        juliet.says("Wherefore art thou?");
        juliet.setsSubject("Balcony");
        scene.clear();
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.joins("Romeo");

        Presence present = romeo.getsPresence("Juliet");
        assertThat(itemOf(present).attribute("jid")).isNull();
        Presence self = romeo.getsPresence("Romeo");
        assertThat(codes(self)).containsExactly(110);
        Message history = romeo.hears("Juliet", "Wherefore art thou?");
        assertThat(history.has("delay", Muc.DELAY)).isTrue();
        assertThat(Person.stableId(history)).isNotNull();
        Message subject = romeo.getsMessage();
        assertThat(subject.payload("subject", Stanza.CLIENT))
                .isEqualTo(Element.text("subject", Stanza.CLIENT, "Balcony"));
        assertThat(subject.from()).isEqualTo(Scene.GARDEN.withResource("Juliet"));
        romeo.getsNothingMore();
        Presence news = juliet.getsPresence("Romeo");
        assertThat(codes(news)).isEmpty();
        assertThat(itemOf(news).attribute("jid")).isEqualTo("romeo@example.org/pc");
    }

    @Spec(xep = 45, section = "7.2.2", says = "in a non-anonymous room the newcomer is told by 100")
    @Test
    void a_non_anonymous_room_says_so() {
        scene.opened("muc#roomconfig_whois", "anyone", "muc#roomconfig_enablelogging", "1");
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.joins("Romeo");

        assertThat(itemOf(romeo.getsPresence("Juliet")).attribute("jid"))
                .isEqualTo("juliet@example.org/balcony");
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactlyInAnyOrder(100, 110, 170);
    }

    @Spec(xep = 45, section = "7.2.5", says = "a nick in use is refused with conflict")
    @Test
    void a_nick_is_of_one_account() {
        scene.opened();
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.joins("Juliet");

        romeo.getsError(Condition.CONFLICT);
    }

    @Spec(xep = 45, section = "7.2.5", says = "one account's sessions may share a nick")
    @Test
    void two_sessions_of_one_account_share_a_nick() {
        Person laptop = scene.opened();
        Person phone = laptop.on("phone");

        phone.joins("Juliet");

        assertThat(scene.room.occupants().size()).isEqualTo(1);
        assertThat(codes(phone.getsPresence("Juliet"))).containsExactly(110);
        assertThat(codes(laptop.getsPresence("Juliet"))).containsExactly(110);
        scene.clear();
        laptop.says("to both");
        laptop.hears("Juliet", "to both");
        phone.hears("Juliet", "to both");
    }

    @Test
    void so_many_share_a_nick_and_no_more() {
        Person laptop = scene.opened();
        for (int i = 1; i < scene.rules.sessionsPerNick(); i++) {
            laptop.on("window " + i).joins("Juliet");
        }
        Person oneMore = laptop.on("one more");

        oneMore.joins("Juliet");

        oneMore.getsError(Condition.RESOURCE_CONSTRAINT);
        assertThat(scene.room.occupants().size()).isEqualTo(1);
    }

    @Spec(xep = 45, section = "7.2.7", says = "banned people get forbidden")
    @Test
    void outcasts_stay_outside() {
        Person juliet = scene.opened();
        juliet.admin(Iq.Type.SET, item("affiliation", "outcast", "jid", "tybalt@example.org"));
        Person tybalt = scene.person("tybalt@example.org/street");

        tybalt.joins("Tybalt");

        tybalt.getsError(Condition.FORBIDDEN);
    }

    @Spec(xep = 45, section = "7.2.6", says = "a members-only room is for members")
    @Test
    void strangers_do_not_enter_a_members_only_room() {
        Person juliet = scene.opened("muc#roomconfig_membersonly", "1");
        Person romeo = scene.person("romeo@example.org/pc");
        romeo.joins("Romeo");
        romeo.getsError(Condition.REGISTRATION_REQUIRED);
        juliet.admin(Iq.Type.SET, item("affiliation", "member", "jid", "romeo@example.org"));

        romeo.joins("Romeo");

        romeo.getsPresence("Juliet");
        assertThat(itemOf(romeo.getsPresence("Romeo")).attribute("affiliation"))
                .isEqualTo("member");
    }

    @Spec(xep = 45, section = "7.2.6", says = "the refusal has the extension, not the password")
    @Test
    void a_refusal_tells_what_it_refuses() {
        scene.opened(
                "muc#roomconfig_passwordprotectedroom",
                "1",
                "muc#roomconfig_roomsecret",
                "wherefore");
        Person romeo = scene.person("romeo@example.org/pc");
        romeo.joins("Romeo", Element.text("password", Muc.MUC, "therefore"));
        assertThat(romeo.gets().payloads().getFirst()).isEqualTo(Element.empty("x", Muc.MUC));
    }

    @Spec(xep = 45, section = "7.2.6", says = "a wrong password is not authorized")
    @Test
    void a_password_is_needed_where_there_is_one() {
        scene.opened(
                "muc#roomconfig_passwordprotectedroom",
                "1",
                "muc#roomconfig_roomsecret",
                "wherefore");
        Person romeo = scene.person("romeo@example.org/pc");
        romeo.joins("Romeo");
        romeo.getsError(Condition.NOT_AUTHORIZED);
        romeo.joins("Romeo", Element.text("password", Muc.MUC, "therefore"));
        romeo.getsError(Condition.NOT_AUTHORIZED);

        romeo.joins("Romeo", Element.text("password", Muc.MUC, "wherefore"));

        romeo.getsPresence("Juliet");
    }

    @Spec(xep = 45, section = "7.2.9", says = "a full room is unavailable, but not to admins")
    @Test
    void a_room_can_be_full() {
        Person juliet = scene.opened("muc#roomconfig_maxusers", "1");
        Person romeo = scene.person("romeo@example.org/pc");
        romeo.joins("Romeo");
        romeo.getsError(Condition.SERVICE_UNAVAILABLE);
        juliet.on("phone").joins("Juliet");
        juliet.admin(Iq.Type.SET, item("affiliation", "admin", "jid", "romeo@example.org"));

        romeo.joins("Romeo");

        romeo.getsPresence("Juliet");
    }

    @Spec(
            xep = 45,
            section = "7.2.18",
            says = "who believes itself inside is shown out: 110, 307, 333")
    @Test
    void presence_without_the_extension_is_no_entering() {
        Person juliet = scene.opened();
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.shows(" Romeo");

        Presence out = romeo.getsPresence(" Romeo");
        assertThat(out.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(codes(out)).containsExactlyInAnyOrder(110, 307, 333);
        assertThat(itemOf(out).attribute("role")).isEqualTo("none");
        assertThat(itemOf(out).attribute("affiliation")).isEqualTo("none");
        assertThat(out.has("occupant-id", Muc.OCCUPANT_ID)).isTrue();
        romeo.getsNothingMore();
        juliet.getsNothingMore();
        assertThat(scene.room.occupants().size()).isEqualTo(1);
    }

    @Spec(xep = 45, section = "17.2", says = "a message to a room not yet unlocked: item-not-found")
    @Test
    void a_locked_room_is_not_there_for_strangers() {
        scene.person("juliet@example.org/balcony").joins("Juliet");
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.says("Anybody?");
        romeo.getsError(Condition.ITEM_NOT_FOUND);
        romeo.whispers("Juliet", "Anybody?");
        romeo.getsError(Condition.ITEM_NOT_FOUND);
        romeo.shows("Romeo");
        romeo.getsError(Condition.ITEM_NOT_FOUND);
    }

    @Spec(xep = 45, section = "7.2.1", says = "a client that lost its state enters again")
    @Test
    void who_is_in_and_enters_again_is_told_everything_again() {
        scene.opened();
        Person romeo = scene.person("romeo@example.org/pc");
        romeo.joins("Romeo");
        scene.clear();

        romeo.joins("Romeo");

        romeo.getsPresence("Juliet");
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactly(110);
        romeo.getsMessage();
        romeo.getsNothingMore();
        assertThat(scene.room.occupants().size()).isEqualTo(2);
    }

    @Spec(xep = 45, section = "7.2.12", says = "a nick the service has changed is told by 210")
    @Test
    void spaces_around_a_nick_are_stripped() {
        scene.opened();
        Person romeo = scene.person("romeo@example.org/pc");

        romeo.joins(" Romeo ");

        romeo.getsPresence("Juliet");
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactlyInAnyOrder(110, 210);
    }

    @Spec(xep = 45, section = "10.1.1", says = "who may not create a room gets not-allowed")
    @Test
    void only_people_of_the_house_create_rooms() {
        Person stranger = scene.person("iago@elsewhere.example/ship");

        stranger.joins("Iago");

        stranger.getsError(Condition.NOT_ALLOWED);
    }

    @Test
    void what_a_client_says_of_itself_passes_and_what_the_room_says_does_not() {
        Person juliet = scene.opened();
        Person romeo = scene.person("romeo@example.org/pc");
        Element caps = Element.of("c", "http://jabber.org/protocol/caps").build();
        Element forged =
                Element.of("x", Muc.USER)
                        .child(
                                Element.of("item", Muc.USER)
                                        .attribute("affiliation", "owner")
                                        .build())
                        .build();
        Element forgedId = Element.of("occupant-id", Muc.OCCUPANT_ID).attribute("id", "x").build();

        romeo.shows("Romeo", Element.empty("x", Muc.MUC), caps, forged, forgedId);

        Presence seen = juliet.getsPresence("Romeo");
        assertThat(seen.payloads()).contains(caps).doesNotContain(forged, forgedId);
        assertThat(seen.payloads().stream().filter(e -> e.is("x", Muc.USER))).hasSize(1);
        assertThat(itemOf(seen).attribute("affiliation")).isEqualTo("none");
        assertThat(seen.has("x", Muc.MUC)).isFalse();
    }
}
