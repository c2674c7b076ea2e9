package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.codes;
import static stoa.rooms.Person.itemOf;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class LeavingTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");

    @Spec(xep = 45, section = "7.14", says = "the leaver gets 110, the others unavailable")
    @Test
    void leaving_is_told_to_all() {
        Person juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();

        scene.send(
                Presence.of(
                        Presence.Type.UNAVAILABLE,
                        romeo.address,
                        Scene.GARDEN.withResource("Romeo"),
                        Element.text("status", Stanza.CLIENT, "good night")));

        Presence toJuliet = juliet.getsPresence("Romeo");
        assertThat(toJuliet.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(itemOf(toJuliet).attribute("role")).isEqualTo("none");
        assertThat(toJuliet.payload("status", Stanza.CLIENT)).isNotNull();
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactly(110);
        juliet.says("alone");
        romeo.getsNothingMore();
    }

    @Spec(
            rfc = 6120,
            section = "8.1.3",
            says = "what answers a stanza has its id; Smack waits for it when leaving")
    @Test
    void the_leaver_hears_its_own_id() {
        Person juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();

        Presence goes =
                Presence.of(
                        Presence.Type.UNAVAILABLE,
                        romeo.address,
                        Scene.GARDEN.withResource("Romeo"));
        scene.send(new Presence(goes.from(), goes.to(), goes.type(), "bye1", null, List.of()));

        assertThat(romeo.getsPresence("Romeo").id()).isEqualTo("bye1");
        assertThat(juliet.getsPresence("Romeo").id()).isNull();
    }

    @Test
    void one_of_two_sessions_leaves_alone() {
        Person laptop = scene.opened();
        romeo.joins("Romeo");
        Person phone = laptop.on("phone");
        phone.joins("Juliet");
        scene.clear();

        phone.leaves("Juliet");

        assertThat(codes(phone.getsPresence("Juliet"))).containsExactly(110);
        assertThat(scene.room.occupants().size()).isEqualTo(2);
        // The phone's presence was shown; now it is the laptop's again.
        assertThat(romeo.getsPresence("Juliet").type()).isEqualTo(Presence.Type.AVAILABLE);
        romeo.getsNothingMore();
    }

    @Spec(xep = 45, section = "7.14", says = "the item holds the full JID of who leaves")
    @Test
    void the_session_that_leaves_hears_its_own_address_and_not_anothers() {
        Person laptop = scene.opened();
        Person phone = laptop.on("phone");
        phone.joins("Juliet");
        scene.clear();

        laptop.leaves("Juliet");

        assertThat(itemOf(laptop.getsPresence("Juliet")).attribute("jid"))
                .isEqualTo(laptop.address.toString());
        phone.getsNothingMore();
    }

    @Spec(xep = 45, section = "14.4", says = "who cannot be reached is removed")
    @Test
    void so_does_one_of_two_that_cannot_be_reached() {
        Person laptop = scene.opened();
        Person phone = laptop.on("phone");
        phone.joins("Juliet");
        scene.clear();

        scene.send(
                new Message(
                        laptop.address,
                        Scene.GARDEN.withResource("Juliet"),
                        Message.Type.ERROR,
                        null,
                        null,
                        List.of(Condition.RECIPIENT_UNAVAILABLE.error().toElement())));

        assertThat(itemOf(laptop.getsPresence("Juliet")).attribute("jid"))
                .isEqualTo(laptop.address.toString());
    }

    @Test
    void a_session_that_ends_leaves_whatever_nick_it_had_entered_with() {
        Person laptop = scene.opened();
        Person phone = laptop.on("phone");
        phone.joins("Juliet");
        laptop.shows("Jule");
        scene.clear();

        phone.leaves("Juliet");

        assertThat(scene.room.occupants().get(0).seats()).hasSize(1);
        assertThat(phone.getsPresence("Jule").type()).isEqualTo(Presence.Type.UNAVAILABLE);
    }

    @Spec(xep = 45, section = "10.1.3", says = "a room never configured is destroyed: destroy")
    @Test
    void a_locked_room_ends_when_its_creator_leaves() {
        Person juliet = scene.person("juliet@example.org/balcony");
        juliet.joins("Juliet");

        scene.clear();

        juliet.leaves("Juliet");

        assertThat(scene.room.exists()).isFalse();
        Presence gone = juliet.getsPresence("Juliet");
        assertThat(gone.type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(Objects.requireNonNull(gone.payload("x", Muc.USER)).child("destroy", Muc.USER))
                .isNotNull();
    }

    @Spec(xep = 45, section = "4.2", says = "a temporary room ends when the last one leaves")
    @Test
    void a_temporary_room_ends_with_the_last_one() {
        Person juliet = scene.opened("muc#roomconfig_persistentroom", "0");
        romeo.joins("Romeo");
        juliet.leaves("Juliet");
        assertThat(scene.room.exists()).isTrue();

        romeo.leaves("Romeo");

        assertThat(scene.room.exists()).isFalse();
        assertThat(scene.directory.has(Scene.GARDEN)).isFalse();
        assertThat(scene.changes.getLast().toString()).startsWith("RoomDeleted");
    }

    @Test
    void a_persistent_room_stays() {
        Person juliet = scene.opened();

        juliet.leaves("Juliet");

        assertThat(scene.room.isOpen()).isTrue();
        assertThat(scene.directory.has(Scene.GARDEN)).isTrue();
    }

    @Spec(xep = 45, section = "14.4", says = "who cannot be reached is removed")
    @Test
    void a_bounce_removes_the_session() {
        Person juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();

        scene.send(
                new Message(
                        romeo.address,
                        Scene.GARDEN.withResource("Juliet"),
                        Message.Type.ERROR,
                        null,
                        null,
                        List.of(Condition.RECIPIENT_UNAVAILABLE.error().toElement())));

        assertThat(codes(juliet.getsPresence("Romeo"))).containsExactly(333);
        assertThat(scene.room.occupants().size()).isEqualTo(1);
    }

    @Test
    void an_error_that_is_no_bounce_goes_to_who_wrote() {
        Person juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();

        scene.send(
                new Message(
                        romeo.address,
                        Scene.GARDEN.withResource("Juliet"),
                        Message.Type.ERROR,
                        "m1",
                        null,
                        List.of(Condition.NOT_ACCEPTABLE.error().toElement())));

        Message error = juliet.getsMessage();
        assertThat(error.from()).isEqualTo(Scene.GARDEN.withResource("Romeo"));
        assertThat(scene.room.occupants().size()).isEqualTo(2);
    }

    @Test
    void who_is_not_inside_leaves_nothing() {
        scene.opened();

        romeo.leaves("Romeo");

        romeo.getsNothingMore();
    }

    @Spec(xep = 45, section = "15.6.2", says = "332: the service is being shut down")
    @Test
    void everybody_is_told_when_the_service_stops() {
        Person juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();

        scene.tell(new RoomCommand.Close());

        assertThat(codes(juliet.getsPresence("Juliet"))).containsExactly(332, 110);
        assertThat(codes(romeo.getsPresence("Romeo"))).containsExactly(332, 110);
        juliet.getsNothingMore();
        assertThat(scene.room.isOpen()).isTrue();
    }
}
