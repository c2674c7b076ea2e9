package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.entity.Decision;
import stoa.core.hook.ProcessingHints;
import stoa.core.journal.Change;
import stoa.core.route.BlockList;
import stoa.core.route.BlockLists;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class MessagesTest {
    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private List<ArchiveAppend> archived() {
        return scene.changes.stream()
                .filter(ArchiveAppend.class::isInstance)
                .map(ArchiveAppend.class::cast)
                .toList();
    }

    @Spec(xep = 45, section = "7.4", says = "the service reflects the message to all occupants")
    @Test
    void everybody_hears_it_the_sender_too() {
        romeo.says("good night");

        Message heard = juliet.hears("Romeo", "good night");
        assertThat(romeo.hears("Romeo", "good night").id()).isEqualTo(heard.id());
        assertThat(heard.type()).isEqualTo(Message.Type.GROUPCHAT);
        assertThat(heard.to()).isEqualTo(juliet.address);
        juliet.getsNothingMore();
    }

    @Spec(xep = 359, section = "3.2", says = "the room's stable id is the archive's id")
    @Test
    void it_carries_the_id_it_has_in_the_archive() {
        romeo.says("good night");

        ArchiveAppend row = archived().getFirst();
        assertThat(Person.stableId(juliet.getsMessage())).isEqualTo(row.slot().toString());
        assertThat(row.owners()).hasSize(1);
        assertThat(row.owners().getFirst().owner()).isEqualTo(Scene.GARDEN);
        assertThat(row.owners().getFirst().peer()).isEqualTo(romeo.address.bare());
        assertThat(row.from()).isEqualTo(Scene.GARDEN.withResource("Romeo"));
        assertThat(row.line()).isTrue();
        assertThat(row.stanza().text()).contains("good night").doesNotContain("stanza-id");
    }

    @Test
    void without_an_archive_talk_goes_on_and_history_is_not_offered() {
        scene.rules = scene.rules.withArchive(false);

        romeo.says("good night", "o1");
        romeo.whispers("Juliet", "tonight");
        juliet.setsSubject("Tonight");

        assertThat(Person.stableId(juliet.hears("Romeo", "good night"))).isNull();
        juliet.hears("Romeo", "tonight");
        assertThat(archived()).isEmpty();
        assertThat(
                        romeo.on("x")
                                .asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO))
                                .toElement()
                                .toString())
                .doesNotContain("urn:xmpp:mam");
        Person nurse = scene.person("nurse@example.org/hall");
        nurse.joins("Nurse");
        assertThat(nurse.inbox().toString()).contains("good night");
    }

    @Test
    void it_is_spoken_after_its_commit() {
        Decision<RoomEvent, RoomEffect> decision =
                scene.send(
                        Message.of(
                                Message.Type.GROUPCHAT,
                                romeo.address,
                                Scene.GARDEN,
                                Element.text("body", Stanza.CLIENT, "x")));

        assertThat(decision.held()).isTrue();
        assertThat(decision.events()).hasSize(1);
    }

    @Spec(xep = 45, section = "7.4", says = "who is not inside gets not-acceptable")
    @Test
    void strangers_are_not_heard() {
        Person tybalt = scene.person("tybalt@example.org/street");

        tybalt.says("What, drawn, and talk of peace?");

        tybalt.getsError(Condition.NOT_ACCEPTABLE);
        juliet.getsNothingMore();
        assertThat(archived()).isEmpty();
    }

    @Test
    void a_session_that_borrows_an_inmates_account_is_no_occupant() {
        romeo.on("other").says("forged");

        romeo.on("other").getsError(Condition.NOT_ACCEPTABLE);
    }

    @Test
    void typing_is_heard_and_not_stored() {
        romeo.sends(Element.empty("composing", Muc.CHAT_STATES));

        Message typing = juliet.getsMessage();
        assertThat(typing.has("composing", Muc.CHAT_STATES)).isTrue();
        assertThat(Person.stableId(typing)).isNull();
        assertThat(archived()).isEmpty();
    }

    private static Element hint(String name) {
        return Element.empty(name, ProcessingHints.NAMESPACE);
    }

    @Spec(xep = 334, section = "4.2", says = "what is not to be stored waits for nobody")
    @ParameterizedTest
    @ValueSource(strings = {"no-store", "no-permanent-store"})
    void what_says_nothing_and_is_not_to_be_stored_is_heard_only(String hint) {
        Element custom = Element.empty("thing", "urn:example:custom");
        romeo.sends(custom, hint(hint));
        Message heard = juliet.getsMessage();
        assertThat(heard.has("thing", "urn:example:custom")).isTrue();
        assertThat(heard.has(hint, ProcessingHints.NAMESPACE)).isTrue();
        assertThat(Person.stableId(heard)).isNull();
        romeo.sends(custom, hint("store"), hint(hint));
        assertThat(Person.stableId(juliet.getsMessage())).as("it is to be kept, and not").isNull();
        assertThat(archived()).isEmpty();
        romeo.sends(custom);
        assertThat(Person.stableId(juliet.getsMessage())).isNotNull();
        assertThat(archived()).hasSize(1);
    }

    @Spec(xep = 334, section = "4.4", says = "what is to be stored is, whatever it is")
    @Test
    void what_would_not_be_stored_is_where_its_sender_wants_it() {
        Element composing = Element.empty("composing", Muc.CHAT_STATES);
        romeo.sends(composing, hint("store"), hint("store"));
        assertThat(Person.stableId(juliet.getsMessage())).isNotNull();
        assertThat(archived()).hasSize(1);
        romeo.sends(composing, Element.empty("store", "urn:example:hints"), hint("keep"));
        assertThat(archived()).as("no hint of section 4").hasSize(2);
        romeo.sends(composing, hint("keep"));
        assertThat(archived()).hasSize(2);
    }

    @Spec(xep = 334, section = "4.3", says = "rooms copy to their occupants all the same")
    @Test
    void what_is_said_in_a_room_is_kept_and_heard_by_all_whatever_the_hints() {
        romeo.sends(
                Element.text("body", Stanza.CLIENT, "good night"),
                hint("no-store"),
                hint("no-permanent-store"),
                hint("no-copy"));
        romeo.hears("Romeo", "good night");
        juliet.hears("Romeo", "good night");
        assertThat(archived()).hasSize(1);
    }

    @Spec(xep = 359, section = "3.2", says = "ids claimed in the room's name are removed")
    @Test
    void nobody_speaks_in_the_rooms_name() {
        Element forged =
                Element.of("stanza-id", Muc.STANZA_ID)
                        .attribute("by", Scene.GARDEN.toString())
                        .attribute("id", "1")
                        .build();
        Element others =
                Element.of("stanza-id", Muc.STANZA_ID)
                        .attribute("by", "example.org")
                        .attribute("id", "2")
                        .build();
        Element delay =
                Element.of("delay", Muc.DELAY)
                        .attribute("from", Scene.GARDEN.toString())
                        .attribute("stamp", "2020-01-01T00:00:00Z")
                        .build();
        Element status =
                Element.of("x", Muc.USER).child(StatusCode.element(StatusCode.KICKED)).build();

        romeo.sends(Element.text("body", Stanza.CLIENT, "x"), forged, others, delay, status);

        Message heard = juliet.getsMessage();
        assertThat(heard.payloads()).contains(others).doesNotContain(forged, delay, status);
        assertThat(heard.payloads().stream().filter(e -> e.is("stanza-id", Muc.STANZA_ID)).count())
                .isEqualTo(2);
    }

    private static Element stanzaId(String by) {
        return Element.of("stanza-id", Muc.STANZA_ID)
                .attribute("by", by)
                .attribute("id", "1")
                .build();
    }

    @Spec(xep = 359, section = "3", says = "ids in the room's name go, however it is spelt")
    @Test
    void nobody_speaks_in_the_rooms_name_by_another_spelling() {
        Element forged = stanzaId("Garden@Conference.Example.ORG");
        Element delay =
                Element.of("delay", Muc.DELAY)
                        .attribute("from", "garden@conference.example.org/Romeo")
                        .attribute("stamp", "2020-01-01T00:00:00Z")
                        .build();

        romeo.sends(Element.text("body", Stanza.CLIENT, "x"), forged, delay);

        assertThat(juliet.getsMessage().payloads()).doesNotContain(forged, delay);
    }

    @Spec(xep = 359, section = "3", says = "nobody speaks in the name of another's archive")
    @Test
    void a_private_message_has_no_id_but_its_archives_own() {
        for (String by : List.of("juliet@example.org", "Juliet@Example.Org", "romeo@example.org")) {
            scene.send(
                    Message.of(
                            Message.Type.CHAT,
                            romeo.address,
                            Scene.GARDEN.withResource("Juliet"),
                            Element.text("body", Stanza.CLIENT, "x"),
                            stanzaId(by)));

            List<Element> ids =
                    juliet.getsMessage().payloads().stream()
                            .filter(e -> e.is("stanza-id", Muc.STANZA_ID))
                            .toList();
            assertThat(ids)
                    .singleElement()
                    .satisfies(
                            id -> {
                                assertThat(id.attribute("by")).isEqualTo("juliet@example.org");
                                assertThat(id.attribute("id")).isNotEqualTo("1");
                            });
        }
        for (Change change : scene.changes) {
            if (change instanceof ArchiveAppend append) {
                assertThat(StoredXml.read(append.stanza()).toString()).doesNotContain(" id='1'");
            }
        }
    }

    @Spec(
            xep = 421,
            section = "4",
            says = "every message of an occupant, in whatever way it is sent")
    @Test
    void the_subject_that_newcomers_are_shown_says_whose_it_is() {
        juliet.setsSubject("Tonight");
        String id =
                Objects.requireNonNull(
                        OccupantId.in(romeo.getsMessage()), "what was said has the id");
        juliet.configures("muc#roomconfig_roomname", "Garden");
        Person nurse = scene.person("nurse@example.org/hall");

        nurse.joins("Nurse");

        Stanza subject = nurse.inbox().getLast();
        assertThat(subject.has("subject", Stanza.CLIENT)).isTrue();
        assertThat(OccupantId.in((Message) subject)).isEqualTo(id);
        assertThat(RoomConfig.fromStored(scene.room.config().toStored()).get(Subject.AUTHOR))
                .isEqualTo(id);
    }

    @Spec(xep = 421, section = "4", says = "messages and presence carry the occupant's id")
    @Test
    void the_occupant_id_stays_through_nicks_and_is_no_address() {
        romeo.says("one");
        romeo.shows("Montague");
        romeo.says("two");

        List<String> ids =
                juliet.inbox().stream()
                        .map(s -> s.payload("occupant-id", Muc.OCCUPANT_ID))
                        .map(e -> Objects.requireNonNull(e).attribute("id"))
                        .distinct()
                        .toList();
        assertThat(ids).hasSize(1);
        assertThat(ids.getFirst()).hasSizeGreaterThan(20).doesNotContain("romeo");
        assertThat(ids.getFirst())
                .isNotEqualTo(
                        Scene.IDS.of(
                                stoa.xmpp.jid.BareJid.of("street@conference.example.org"),
                                romeo.address));
    }

    @Spec(xep = 359, section = "3.1", says = "a resend is the same message")
    @Test
    void a_resend_is_stored_once_and_answered_with_the_first_id() {
        romeo.says("good night", "o1");
        String first = Person.stableId(romeo.getsMessage());
        juliet.getsMessage();
        scene.later(Duration.ofHours(23));

        romeo.says("good night", "o1");

        assertThat(archived()).hasSize(1);
        assertThat(Person.stableId(romeo.hears("Romeo", "good night"))).isEqualTo(first);
        juliet.getsNothingMore();
    }

    @Test
    void a_resend_is_known_at_another_session_of_the_account() {
        romeo.says("good night", "o1");
        Person phone = romeo.on("phone");
        phone.joins("Romeo");
        scene.clear();

        phone.says("good night", "o1");

        phone.hears("Romeo", "good night");
        romeo.getsNothingMore();
        assertThat(archived()).hasSize(1);
    }

    @Test
    void another_sender_may_use_the_same_id_and_so_may_the_same_after_a_day() {
        romeo.says("good night", "o1");
        juliet.says("good night", "o1");
        scene.later(Duration.ofHours(25));
        romeo.says("good night", "o1");

        assertThat(archived()).hasSize(3);
    }

    @Spec(xep = 45, section = "7.5", says = "a private message goes to one occupant")
    @Test
    void a_private_message_is_for_one() {
        Person nurse = scene.person("nurse@example.org/hall");
        nurse.joins("Nurse");
        scene.clear();

        romeo.whispers("Juliet", "tonight");

        Message heard = juliet.hears("Romeo", "tonight");
        assertThat(heard.type()).isEqualTo(Message.Type.CHAT);
        assertThat(heard.has("x", Muc.USER)).isTrue();
        nurse.getsNothingMore();
        romeo.getsNothingMore();
        assertThat(archived()).hasSize(2);
        assertThat(archived().stream().flatMap(a -> a.owners().stream()).map(o -> o.owner()))
                .containsExactlyInAnyOrder(
                        (BareJid) juliet.address.bare(), (BareJid) romeo.address.bare());
        assertThat(archived().getFirst().stanza().text()).doesNotContain("romeo@example.org");
        assertThat(Person.stableId(heard)).isEqualTo(archived().getFirst().slot().toString());
    }

    @Spec(xep = 191, section = "3.3", says = "messages of a blocked address are not stored")
    @Test
    void a_private_message_of_a_blocked_occupant_comes_back() {
        BlockLists blocks = new BlockLists();
        scene.rules = scene.rules.withBlocks(blocks);
        BareJid account = juliet.address.account();
        for (Jid blocked : List.of(Scene.GARDEN.withResource("Romeo"), Scene.GARDEN)) {
            blocks.publish(BlockList.of(account, List.of(blocked)));
            romeo.whispers("Juliet", "tonight");
            romeo.getsError(Condition.SERVICE_UNAVAILABLE);
        }
        blocks.publish(BlockList.of(account, List.of(Scene.GARDEN.withResource("Tybalt"))));
        juliet.getsNothingMore();
        assertThat(archived()).isEmpty();

        romeo.whispers("Juliet", "at last");
        juliet.hears("Romeo", "at last");
    }

    @Test
    void private_messages_have_an_addressee_and_rules() {
        romeo.whispers("Mercutio", "where art thou");
        romeo.getsError(Condition.ITEM_NOT_FOUND);
        scene.send(
                Message.of(
                        Message.Type.GROUPCHAT,
                        romeo.address,
                        Scene.GARDEN.withResource("Juliet"),
                        Element.text("body", Stanza.CLIENT, "x")));
        romeo.getsError(Condition.BAD_REQUEST);
        juliet.configures("muc#roomconfig_allowpm", "moderators");
        scene.clear();
        romeo.whispers("Juliet", "tonight");
        romeo.getsError(Condition.FORBIDDEN);
        scene.person("tybalt@example.org/street").whispers("Juliet", "x");
        scene.person("tybalt@example.org/street").getsError(Condition.NOT_ACCEPTABLE);
    }

    @Spec(xep = 45, section = "8.1", says = "the subject is told to all and to those who come")
    @Test
    void the_subject_reaches_everybody() {
        juliet.setsSubject("Tonight");

        assertThat(romeo.getsMessage().payload("subject", Stanza.CLIENT))
                .isEqualTo(Element.text("subject", Stanza.CLIENT, "Tonight"));
        assertThat(archived()).hasSize(1);
        assertThat(archived().getFirst().line()).isFalse();
        assertThat(scene.changes.getLast().toString()).contains("Tonight");
    }

    @Spec(xep = 45, section = "8.1", says = "who may not change the subject gets forbidden")
    @Test
    void participants_change_the_subject_only_where_they_may() {
        romeo.setsSubject("Swords");
        romeo.getsError(Condition.FORBIDDEN);
        juliet.configures("muc#roomconfig_changesubject", "1");
        scene.clear();

        romeo.setsSubject("Swords");

        assertThat(juliet.getsMessage().payload("subject", Stanza.CLIENT)).isNotNull();
    }

    @Test
    void a_subject_with_a_body_is_talk() {
        romeo.sends(
                Element.text("subject", Stanza.CLIENT, "Swords"),
                Element.text("body", Stanza.CLIENT, "Draw!"));

        juliet.hears("Romeo", "Draw!");
        assertThat(scene.room.subject()).isNull();
    }

    @Test
    void a_message_to_the_room_that_is_no_groupchat_is_a_mistake() {
        scene.send(
                Message.of(
                        Message.Type.CHAT,
                        romeo.address,
                        Scene.GARDEN,
                        Element.text("body", Stanza.CLIENT, "x")));

        romeo.getsError(Condition.BAD_REQUEST);
    }
}
