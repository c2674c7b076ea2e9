package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0424 and XEP-0425: taking messages back. */
class RetractionTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private static Element retract(@Nullable String id) {
        return Element.of("retract", Muc.RETRACT).attribute("id", id).build();
    }

    private static Element fallback() {
        return Element.text("body", Stanza.CLIENT, "/me retracted a previous message.");
    }

    private static Element moderate(@Nullable String id, @Nullable String reason) {
        return Element.of("moderate", Muc.MODERATE)
                .attribute("id", id)
                .child(Element.empty("retract", Muc.RETRACT))
                .child("reason", reason)
                .build();
    }

    /** Says it and returns its stanza-id. */
    private String said(Person who, String text) {
        who.says(text);
        String id = Objects.requireNonNull(Person.stableId(who.gets()));
        scene.clear();
        return id;
    }

    private void sends(Person who, @Nullable String messageId, Element... payloads) {
        scene.send(
                new Message(
                        who.address,
                        Scene.GARDEN,
                        Message.Type.GROUPCHAT,
                        messageId,
                        null,
                        List.of(payloads)));
    }

    private Line archived(String id) {
        return Objects.requireNonNull(scene.archived(Long.parseLong(id)));
    }

    private static Element retracted(Line line) {
        return Objects.requireNonNull(line.message().payload("retracted", Muc.RETRACT));
    }

    @Spec(xep = 424, section = "3", says = "the author's retraction reaches everybody")
    @Spec(xep = 424, section = "4", says = "the tombstone names the retraction and its time")
    @Test
    void the_author_takes_a_message_back() {
        String id = said(romeo, "I hate Tybalt");
        scene.later(Duration.ofSeconds(5));

        sends(romeo, "r1", retract(id), fallback());

        Message heard = juliet.hears("Romeo", "/me retracted a previous message.");
        assertThat(heard.id()).isEqualTo("r1");
        assertThat(Objects.requireNonNull(heard.payload("retract", Muc.RETRACT)).attribute("id"))
                .isEqualTo(id);
        assertThat(Person.stableId(heard)).isNotNull();
        romeo.hears("Romeo", "/me retracted a previous message.");
        Line tombstone = archived(id);
        assertThat(tombstone.message().body()).isNull();
        assertThat(tombstone.message().from()).isEqualTo(Scene.GARDEN.withResource("Romeo"));
        assertThat(tombstone.message().has("occupant-id", Muc.OCCUPANT_ID)).isTrue();
        assertThat(retracted(tombstone).attribute("id")).isEqualTo("r1");
        assertThat(retracted(tombstone).attribute("stamp")).isEqualTo("2026-05-01T20:00:05Z");
        assertThat(scene.archive()).hasSize(2);
        assertThat(scene.archive().getLast().message().has("retract", Muc.RETRACT)).isTrue();
    }

    @Spec(xep = 424, section = "5", says = "it is not replayed to those who enter later")
    @Test
    void newcomers_are_not_shown_what_was_taken_back() {
        said(juliet, "Good night");
        String id = said(romeo, "I hate Tybalt");
        sends(romeo, "r1", retract(id));
        Person nurse = scene.person("nurse@example.org/hall");

        nurse.joins("Nurse");

        assertThat(nurse.inbox())
                .filteredOn(s -> s instanceof Message)
                .extracting(s -> ((Message) s).body())
                .containsExactly("Good night", null); // and the subject
    }

    @Spec(xep = 424, section = "5", says = "only who wrote a message retracts it")
    @Test
    void nobody_takes_back_what_another_said() {
        String id = said(juliet, "Good night");

        sends(romeo, "r1", retract(id));

        romeo.getsError(Condition.FORBIDDEN);
        juliet.getsNothingMore();
        assertThat(archived(id).message().body()).isEqualTo("Good night");
    }

    @Test
    void an_author_is_known_under_another_nick_and_from_another_client() {
        String id = said(romeo, "I hate Tybalt");
        romeo.shows("Montague");
        Person phone = romeo.on("phone");
        phone.joins("Montague");

        sends(phone, "r1", retract(id));

        assertThat(archived(id).message().has("retracted", Muc.RETRACT)).isTrue();
    }

    @Test
    void in_a_non_anonymous_room_the_archive_goes_on_telling_whose_it_was() {
        juliet.configures("muc#roomconfig_whois", "anyone");
        scene.clear();
        String id = said(romeo, "I hate Tybalt");

        sends(romeo, "r1", retract(id));

        for (Line line : List.of(archived(id), scene.archive().getLast())) {
            assertThat(Person.itemOf(line.message()).attribute("jid"))
                    .isEqualTo("romeo@example.org");
        }
    }

    @Test
    void a_resent_retraction_is_the_same_one() {
        String id = said(romeo, "I hate Tybalt");
        Element origin = Element.of("origin-id", Muc.STANZA_ID).attribute("id", "o1").build();
        sends(romeo, "r1", retract(id), origin);
        String first = Person.stableId(romeo.gets());
        scene.clear();

        sends(romeo, "r1", retract(id), origin);

        assertThat(Person.stableId(romeo.gets())).isEqualTo(first);
        juliet.getsNothingMore();
    }

    @Test
    void wrong_retractions() {
        String id = said(romeo, "I hate Tybalt");
        Element forged =
                Element.of("retract", Muc.RETRACT)
                        .attribute("id", id)
                        .child(Element.empty("moderated", Muc.MODERATE))
                        .build();

        sends(romeo, "r1", retract(null));
        romeo.getsError(Condition.BAD_REQUEST);
        sends(romeo, "r2", retract(id), retract(id));
        romeo.getsError(Condition.BAD_REQUEST);
        sends(romeo, "r3", forged);
        romeo.getsError(Condition.BAD_REQUEST);
        sends(romeo, null, retract(id));
        romeo.getsError(Condition.BAD_REQUEST);
        for (String unknown : List.of("1", "-1", "0", "07", "m1", "", "9".repeat(30))) {
            sends(romeo, "r4", retract(unknown));
            romeo.getsError(Condition.ITEM_NOT_FOUND);
        }
        scene.send(
                new Message(
                        FullJid.of("tybalt@example.org/x"),
                        Scene.GARDEN,
                        Message.Type.GROUPCHAT,
                        "r5",
                        null,
                        List.of(retract(id))));
        scene.person("tybalt@example.org/x").getsError(Condition.NOT_ACCEPTABLE);
        assertThat(archived(id).message().body()).isEqualTo("I hate Tybalt");
        juliet.getsNothingMore();
    }

    @Test
    void nothing_is_taken_back_twice_and_no_retraction_at_all() {
        String id = said(romeo, "I hate Tybalt");
        sends(romeo, "r1", retract(id));
        String retraction = Objects.requireNonNull(Person.stableId(romeo.gets()));

        sends(romeo, "r2", retract(id));
        romeo.getsError(Condition.ITEM_NOT_FOUND);
        sends(romeo, "r3", retract(retraction));
        romeo.getsError(Condition.NOT_ACCEPTABLE);
    }

    @Test
    void without_voice_nothing_is_taken_back() {
        String id = said(romeo, "I hate Tybalt");
        juliet.admin(Iq.Type.SET, Person.item("nick", "Romeo", "role", "visitor"));
        scene.clear();

        sends(romeo, "r1", retract(id));

        romeo.getsError(Condition.FORBIDDEN);
    }

    @Test
    void nobody_says_what_the_room_alone_may_say() {
        romeo.sends(
                Element.text("body", Stanza.CLIENT, "x"),
                Element.of("retracted", Muc.RETRACT).attribute("id", "r1").build(),
                Element.empty("moderated", Muc.MODERATE));

        Message heard = juliet.hears("Romeo", "x");
        assertThat(heard.has("retracted", Muc.RETRACT)).isFalse();
        assertThat(heard.has("moderated", Muc.MODERATE)).isFalse();
    }

    @Spec(xep = 425, section = "3.1", says = "the room tells everybody what was retracted, by whom")
    @Spec(xep = 425, section = "4", says = "the tombstone says who moderated, and why")
    @Test
    void a_moderator_has_the_room_take_a_message_back() {
        String id = said(romeo, "Free magic potions!");

        Iq answer = juliet.asks(Iq.Type.SET, moderate(id, "No advertisements"));

        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        for (Person everybody : List.of(romeo, juliet)) {
            Message heard = everybody.getsMessage();
            assertThat(heard.from()).isEqualTo(Scene.GARDEN);
            assertThat(heard.type()).isEqualTo(Message.Type.GROUPCHAT);
            Element retract = Objects.requireNonNull(heard.payload("retract", Muc.RETRACT));
            assertThat(retract.attribute("id")).isEqualTo(id);
            assertThat(retract.childText("reason")).isEqualTo("No advertisements");
            Element moderated = Objects.requireNonNull(retract.child("moderated", Muc.MODERATE));
            assertThat(moderated.attribute("by")).isEqualTo(Scene.GARDEN + "/Juliet");
            assertThat(
                            Objects.requireNonNull(moderated.child("occupant-id", Muc.OCCUPANT_ID))
                                    .attribute("id"))
                    .isEqualTo(Scene.IDS.of(Scene.GARDEN, juliet.address.bare()));
            assertThat(Person.stableId(heard)).isNotNull();
            everybody.getsNothingMore();
        }
        Line tombstone = archived(id);
        assertThat(tombstone.message().body()).isNull();
        assertThat(tombstone.message().from()).isEqualTo(Scene.GARDEN.withResource("Romeo"));
        assertThat(retracted(tombstone).childText("reason")).isEqualTo("No advertisements");
        assertThat(retracted(tombstone).attribute("id"))
                .isEqualTo(scene.archive().getLast().message().id());
        assertThat(retracted(tombstone).child("moderated", Muc.MODERATE)).isNotNull();
        assertThat(scene.room.history().lines()).isEmpty();
    }

    @Spec(xep = 425, section = "3.2", says = "only moderators")
    @Test
    void nobody_else_does() {
        String id = said(juliet, "Good night");

        assertThat(ErrorReader.condition(romeo.asks(Iq.Type.SET, moderate(id, null))))
                .isEqualTo(Condition.FORBIDDEN);
        Person tybalt = scene.person("tybalt@example.org/x");
        assertThat(ErrorReader.condition(tybalt.asks(Iq.Type.SET, moderate(id, null))))
                .isEqualTo(Condition.FORBIDDEN);
        assertThat(archived(id).message().body()).isEqualTo("Good night");
    }

    @Test
    void wrong_moderation() {
        String id = said(romeo, "x");
        Element nothing = Element.of("moderate", Muc.MODERATE).attribute("id", id).build();
        Element twice =
                Element.of("moderate", Muc.MODERATE)
                        .attribute("id", id)
                        .child(Element.empty("retract", Muc.RETRACT))
                        .child(Element.empty("retract", Muc.RETRACT))
                        .build();
        Element reasons =
                Element.of("moderate", Muc.MODERATE)
                        .attribute("id", id)
                        .child(Element.empty("retract", Muc.RETRACT))
                        .child("reason", "one")
                        .child("reason", "two")
                        .build();
        for (Element wrong : List.of(nothing, twice, reasons, moderate(null, null))) {
            assertThat(ErrorReader.condition(juliet.asks(Iq.Type.SET, wrong)))
                    .isEqualTo(Condition.BAD_REQUEST);
        }
        assertThat(ErrorReader.condition(juliet.asks(Iq.Type.SET, moderate("77", null))))
                .isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(ErrorReader.condition(juliet.asks(Iq.Type.SET, moderate("m1", null))))
                .isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(ErrorReader.condition(juliet.asks(Iq.Type.GET, moderate(id, null))))
                .isEqualTo(Condition.NOT_ALLOWED);
        assertThat(ErrorReader.condition(juliet.asks(Iq.Type.SET, moderate(id, "r".repeat(4_097)))))
                .isEqualTo(Condition.POLICY_VIOLATION);
        romeo.getsNothingMore();
        juliet.asks(Iq.Type.SET, moderate(id, null));
        assertThat(ErrorReader.condition(juliet.asks(Iq.Type.SET, moderate(id, null))))
                .isEqualTo(Condition.ITEM_NOT_FOUND);
    }
}
