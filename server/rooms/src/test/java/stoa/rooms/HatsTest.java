package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.store.room.RoomSaved;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0317: hats, made, given and worn. */
class HatsTest {
    private static final String HOST = "http://schemas.example.com/hats#host";
    private static final String POET = "http://schemas.example.com/hats#poet";

    private final Scene scene = new Scene();
    private final Person romeo = scene.person("romeo@example.org/pc");
    private Person juliet = romeo;

    @BeforeEach
    void together() {
        juliet = scene.opened();
        romeo.joins("Romeo");
        scene.clear();
    }

    private static Element command(String name, @Nullable Element form) {
        return Element.of("command", Muc.COMMANDS)
                .attribute("node", HatCommands.FORM + ":" + name)
                .attribute("action", "execute")
                .childIf(form)
                .build();
    }

    private static Iq run(Person who, String name, String... fields) {
        return who.asks(
                Iq.Type.SET, command(name, BadInputTest.form("submit", HatCommands.FORM, fields)));
    }

    private void made(String uri, String title) {
        assertThat(run(juliet, "create", "hats#uri", uri, "hats#title", title).isError()).isFalse();
    }

    private void given(String who, String uri) {
        assertThat(run(juliet, "assign", "hats#jid", who, "hats#uri", uri).isError()).isFalse();
    }

    private static List<String> worn(Stanza presence) {
        Element hats = presence.payload("hats", Muc.HATS);
        return hats == null
                ? List.of()
                : hats.elements()
                        .map(hat -> Objects.requireNonNull(hat.attribute("title")))
                        .toList();
    }

    private static void refused(Iq answer, Condition condition) {
        assertThat(answer.isError()).isTrue();
        assertThat(ErrorReader.condition(answer)).isEqualTo(condition);
    }

    @Spec(xep = 317, section = "3.1", says = "the room tells in presence what somebody wears")
    @Test
    void a_hat_shows_to_those_present_and_those_who_come() {
        made(HOST, "Host");
        made(POET, "Poet");
        given("romeo@example.org", HOST);
        given("romeo@example.org/anywhere", POET);

        assertThat(worn(juliet.getsPresence("Romeo"))).containsExactly("Host");
        assertThat(worn(juliet.getsPresence("Romeo"))).containsExactly("Host", "Poet");
        romeo.getsPresence("Romeo");
        assertThat(worn(romeo.getsPresence("Romeo"))).containsExactly("Host", "Poet");
        Person nurse = scene.person("nurse@example.org/hall");
        nurse.joins("Nurse");
        nurse.getsPresence("Juliet");
        assertThat(worn(nurse.getsPresence("Romeo"))).containsExactly("Host", "Poet");
        assertThat(worn(nurse.getsPresence("Nurse"))).isEmpty();
    }

    @Test
    void who_is_away_wears_it_on_coming_and_under_every_nick() {
        made(HOST, "Host");
        given("nurse@example.org", HOST);
        juliet.getsNothingMore();
        Person nurse = scene.person("nurse@example.org/hall");

        nurse.joins("Nurse");
        nurse.shows("Angelica");

        assertThat(worn(juliet.getsPresence("Nurse"))).containsExactly("Host");
        juliet.getsPresence("Nurse");
        assertThat(worn(juliet.getsPresence("Angelica"))).containsExactly("Host");
    }

    @Spec(xep = 317, section = "5", says = "a hat is taken again")
    @Test
    void hats_are_taken_and_unmade() {
        made(HOST, "Host");
        made(POET, "Poet");
        given("romeo@example.org", HOST);
        given("romeo@example.org", POET);
        scene.clear();

        run(juliet, "unassign", "hats#jid", "romeo@example.org", "hats#uri", HOST);
        assertThat(worn(juliet.getsPresence("Romeo"))).containsExactly("Poet");
        run(juliet, "destroy", "hats#uri", POET);
        assertThat(worn(juliet.getsPresence("Romeo"))).isEmpty();
        juliet.getsNothingMore();
    }

    @Test
    void the_lists() {
        made(HOST, "Host");
        run(juliet, "create", "hats#uri", POET, "hats#title", "Poet", "hats#hue", "327.25");
        given("romeo@example.org", POET);

        Iq hats = juliet.asks(Iq.Type.SET, command("list", null));
        assertThat(rows(hats)).hasSize(2);
        assertThat(rows(hats).getLast().toString()).contains(POET, "Poet", "327.25");
        Iq assigned = juliet.asks(Iq.Type.SET, command("list-assigned", null));
        assertThat(rows(assigned)).singleElement().asString().contains("romeo@example.org", POET);
        Element done = Objects.requireNonNull(assigned.payload());
        assertThat(done.attribute("status")).isEqualTo("completed");
    }

    private static List<Element> rows(Iq answer) {
        Element x =
                Objects.requireNonNull(
                        Objects.requireNonNull(answer.payload()).child("x", DataForm.NAMESPACE));
        return x.elements().filter(e -> e.is("item", DataForm.NAMESPACE)).toList();
    }

    @Spec(xep = 50, section = "4.1", says = "executing, with the form to fill in; then completed")
    @Test
    void a_command_shows_its_form() {
        made(HOST, "Host");
        Iq asked = juliet.asks(Iq.Type.SET, command("assign", null));

        Element command = Objects.requireNonNull(asked.payload());
        assertThat(command.attribute("status")).isEqualTo("executing");
        String session = Objects.requireNonNull(command.attribute("sessionid"));
        assertThat(command.toString()).contains("hats#jid", "hats#uri", HOST, "complete");
        Element submitted =
                Element.of("command", Muc.COMMANDS)
                        .attribute("node", HatCommands.FORM + ":assign")
                        .attribute("sessionid", session)
                        .child(
                                BadInputTest.form(
                                        "submit",
                                        HatCommands.FORM,
                                        "hats#jid",
                                        "romeo@example.org",
                                        "hats#uri",
                                        HOST))
                        .build();
        Element done = Objects.requireNonNull(juliet.asks(Iq.Type.SET, submitted).payload());
        assertThat(done.attribute("status")).isEqualTo("completed");
        assertThat(done.attribute("sessionid")).isEqualTo(session);
        assertThat(worn(juliet.getsPresence("Romeo"))).containsExactly("Host");
        Element cancelled =
                Element.of("command", Muc.COMMANDS)
                        .attribute("node", HatCommands.FORM + ":create")
                        .attribute("action", "cancel")
                        .build();
        assertThat(
                        Objects.requireNonNull(juliet.asks(Iq.Type.SET, cancelled).payload())
                                .attribute("status"))
                .isEqualTo("canceled");
    }

    @Spec(xep = 50, section = "2.2", says = "the commands are found where one may run them")
    @Test
    void the_commands_are_found() {
        Element items =
                Element.of("query", Muc.DISCO_ITEMS).attribute("node", Muc.COMMANDS).build();
        assertThat(
                        Objects.requireNonNull(juliet.asks(Iq.Type.GET, items).payload())
                                .elements()
                                .count())
                .isEqualTo(6);
        assertThat(
                        Objects.requireNonNull(romeo.asks(Iq.Type.GET, items).payload())
                                .elements()
                                .count())
                .isZero();
        Element info =
                Element.of("query", Muc.DISCO_INFO)
                        .attribute("node", HatCommands.FORM + ":assign")
                        .build();
        assertThat(juliet.asks(Iq.Type.GET, info).toElement().toString())
                .contains("automation", "command-node");
        assertThat(
                        romeo.asks(Iq.Type.GET, Element.empty("query", Muc.DISCO_INFO))
                                .toElement()
                                .toString())
                .contains("'" + Muc.HATS + "'", "'" + Muc.COMMANDS + "'");
    }

    @Test
    void nobody_crowns_oneself() {
        made(HOST, "Host");
        refused(
                run(romeo, "assign", "hats#jid", "romeo@example.org", "hats#uri", HOST),
                Condition.FORBIDDEN);
        refused(romeo.asks(Iq.Type.SET, command("list", null)), Condition.FORBIDDEN);
        Element hat =
                Element.of("hat", Muc.HATS)
                        .attribute("uri", HOST)
                        .attribute("title", "Host")
                        .build();
        romeo.shows("Romeo", Element.of("hats", Muc.HATS).child(hat).build());
        Presence shown = juliet.getsPresence("Romeo");
        assertThat(worn(shown)).isEmpty();
    }

    @Test
    void wrong_requests() {
        made(HOST, "Host");
        refused(run(juliet, "create", "hats#uri", HOST, "hats#title", "Host"), Condition.CONFLICT);
        refused(run(juliet, "create", "hats#uri", POET), Condition.BAD_REQUEST);
        refused(run(juliet, "create", "hats#title", "Poet"), Condition.BAD_REQUEST);
        for (String uri : List.of("", "poet", "ht tp://x", "urn:" + "x".repeat(Hat.URI_CHARS))) {
            refused(
                    run(juliet, "create", "hats#uri", uri, "hats#title", "Poet"),
                    Condition.NOT_ACCEPTABLE);
        }
        for (String title : List.of("", " ", "a\tb", "t".repeat(Hat.TITLE_CHARS + 1))) {
            refused(
                    run(juliet, "create", "hats#uri", POET, "hats#title", title),
                    Condition.NOT_ACCEPTABLE);
        }
        for (String hue : List.of("red", "-1", "361", "NaN", "1".repeat(20))) {
            refused(
                    run(juliet, "create", "hats#uri", POET, "hats#title", "P", "hats#hue", hue),
                    Condition.NOT_ACCEPTABLE);
        }
        refused(run(juliet, "destroy", "hats#uri", POET), Condition.ITEM_NOT_FOUND);
        refused(run(juliet, "assign", "hats#uri", HOST), Condition.BAD_REQUEST);
        refused(run(juliet, "assign", "hats#jid", "@", "hats#uri", HOST), Condition.JID_MALFORMED);
        refused(
                run(juliet, "assign", "hats#jid", "example.org", "hats#uri", HOST),
                Condition.JID_MALFORMED);
        refused(
                run(juliet, "unassign", "hats#jid", "romeo@example.org", "hats#uri", HOST),
                Condition.ITEM_NOT_FOUND);
        refused(juliet.asks(Iq.Type.SET, command("fly", null)), Condition.ITEM_NOT_FOUND);
        refused(juliet.asks(Iq.Type.GET, command("list", null)), Condition.NOT_ALLOWED);
        refused(
                juliet.asks(
                        Iq.Type.SET,
                        command("create", BadInputTest.form("submit", null, "hats#uri", POET))),
                Condition.BAD_REQUEST);
        refused(
                juliet.asks(
                        Iq.Type.SET,
                        command("create", BadInputTest.form("form", HatCommands.FORM))),
                Condition.BAD_REQUEST);
        Element back =
                Element.of("command", Muc.COMMANDS)
                        .attribute("node", HatCommands.FORM + ":create")
                        .attribute("action", "prev")
                        .build();
        Iq refusal = juliet.asks(Iq.Type.SET, back);
        refused(refusal, Condition.BAD_REQUEST);
        assertThat(refusal.toElement().toString()).contains("bad-action");
    }

    @Test
    void there_is_a_bound_to_hats() {
        for (int i = 0; i < Hats.MOST_HATS; i++) {
            made("urn:hat:" + i, "Hat " + i);
        }
        refused(
                run(juliet, "create", "hats#uri", HOST, "hats#title", "Host"),
                Condition.RESOURCE_CONSTRAINT);
        for (int i = 0; i < Hats.MOST_ON_ONE; i++) {
            given("romeo@example.org", "urn:hat:" + i);
        }
        refused(
                run(juliet, "assign", "hats#jid", "romeo@example.org", "hats#uri", "urn:hat:20"),
                Condition.RESOURCE_CONSTRAINT);
    }

    @Test
    void hats_are_stored_with_the_room() {
        run(juliet, "create", "hats#uri", HOST, "hats#title", "Host", "hats#hue", "12");
        given("romeo@example.org", HOST);

        RoomSaved saved = (RoomSaved) scene.changes.getLast();
        RoomConfig again = RoomConfig.fromStored(saved.room().config());
        assertThat(again.get(Hats.FIELD)).isEqualTo(scene.room.config(Hats.FIELD));
        assertThat(again.get(Hats.FIELD).of(romeo.address)).hasSize(1);
        juliet.configures("muc#roomconfig_roomname", "The Garden");
        assertThat(scene.room.config(Hats.FIELD).of(romeo.address)).hasSize(1);
    }
}
