package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.rooms.Person.item;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Requests that are wrong: the answer is the error that the standard names, and nothing happens.
 */
class BadInputTest {
    private final Scene scene = new Scene();
    private Person juliet = scene.person("juliet@example.org/balcony");

    @BeforeEach
    void open() {
        juliet = scene.opened();
    }

    /** A form of these fields, name and value. */
    static Element form(String type, @Nullable String formType, String... fields) {
        Element.Builder x = Element.of("x", DataForm.NAMESPACE).attribute("type", type);
        if (formType != null) {
            x.child(field(DataForm.FORM_TYPE, formType));
        }
        for (int i = 0; i < fields.length; i += 2) {
            x.child(field(fields[i], fields[i + 1]));
        }
        return x.build();
    }

    private static Element field(String name, String value) {
        return Element.of("field", DataForm.NAMESPACE)
                .attribute("var", name)
                .child("value", value)
                .build();
    }

    private void bad(Element payload, Condition condition) {
        Room before = scene.room;
        Iq answer = juliet.asks(Iq.Type.SET, payload);
        assertThat(answer.isError()).isTrue();
        assertThat(ErrorReader.condition(answer)).isEqualTo(condition);
        assertThat(scene.room).isEqualTo(before);
    }

    private static Element owner(Element... children) {
        return Element.of("query", Muc.OWNER).children(List.of(children)).build();
    }

    private static Element admin(Element... items) {
        return Element.of("query", Muc.ADMIN).children(List.of(items)).build();
    }

    @Test
    void configuration_forms() {
        bad(owner(form("submit", null, "muc#roomconfig_roomname", "x")), Condition.BAD_REQUEST);
        bad(owner(form("submit", "urn:other", "a", "b")), Condition.BAD_REQUEST);
        bad(owner(form("form", Muc.CONFIG)), Condition.BAD_REQUEST);
        bad(owner(form("sonnet", Muc.CONFIG)), Condition.BAD_REQUEST);
        bad(owner(), Condition.BAD_REQUEST);
        bad(owner(form("submit", Muc.CONFIG), form("submit", Muc.CONFIG)), Condition.BAD_REQUEST);
        bad(
                owner(Element.empty("destroy", Muc.OWNER), Element.empty("destroy", Muc.OWNER)),
                Condition.BAD_REQUEST);
        bad(
                owner(form("submit", Muc.CONFIG, "muc#roomconfig_roomname", "n".repeat(257))),
                Condition.NOT_ACCEPTABLE);
    }

    @Test
    void lists() {
        bad(admin(), Condition.BAD_REQUEST);
        bad(admin(item("jid", "romeo@example.org")), Condition.BAD_REQUEST);
        bad(admin(item("affiliation", "king", "jid", "romeo@example.org")), Condition.BAD_REQUEST);
        bad(admin(item("affiliation", "member")), Condition.BAD_REQUEST);
        bad(admin(item("affiliation", "member", "jid", "@@")), Condition.JID_MALFORMED);
        bad(
                admin(item("affiliation", "member", "jid", "a@b.example", "role", "visitor")),
                Condition.BAD_REQUEST);
        bad(
                admin(
                        item("affiliation", "member", "jid", "a@b.example"),
                        item("role", "visitor", "nick", "Juliet")),
                Condition.BAD_REQUEST);
        bad(admin(item("role", "king", "nick", "Juliet")), Condition.BAD_REQUEST);
        bad(admin(item("role", "visitor")), Condition.BAD_REQUEST);
        bad(admin(item("role", "none", "nick", "Nobody")), Condition.ITEM_NOT_FOUND);
        bad(admin(item("affiliation", "member", "nick", "Nobody")), Condition.ITEM_NOT_FOUND);
    }

    @Test
    void list_requests() {
        for (Element query :
                List.of(
                        admin(),
                        admin(item("affiliation", "none")),
                        admin(item("role", "none")),
                        admin(item("affiliation", "member", "role", "visitor")),
                        admin(item("affiliation", "member"), item("affiliation", "owner")))) {
            Iq answer = juliet.asks(Iq.Type.GET, query);
            assertThat(ErrorReader.condition(answer)).isEqualTo(Condition.BAD_REQUEST);
        }
    }

    @Test
    void too_many_items() {
        Element[] items = new Element[scene.rules.items() + 1];
        for (int i = 0; i < items.length; i++) {
            items[i] = item("affiliation", "member", "jid", "p" + i + "@example.org");
        }

        bad(admin(items), Condition.POLICY_VIOLATION);
    }

    @Test
    void registrations() {
        bad(Element.of("query", Muc.REGISTRATION).build(), Condition.BAD_REQUEST);
        bad(
                Element.of("query", Muc.REGISTRATION)
                        .child(form("submit", null, "muc#register_roomnick", "J"))
                        .build(),
                Condition.BAD_REQUEST);
        bad(
                Element.of("query", Muc.REGISTRATION).child(form("submit", Muc.REGISTER)).build(),
                Condition.BAD_REQUEST);
        bad(
                Element.of("query", Muc.REGISTRATION)
                        .child("remove")
                        .child("username", "x")
                        .build(),
                Condition.BAD_REQUEST);
        bad(
                Element.of("query", Muc.REGISTRATION)
                        .child(form("submit", Muc.REGISTER, "muc#register_roomnick", " "))
                        .build(),
                Condition.NOT_ACCEPTABLE);
    }

    @Test
    void invitations() {
        for (Element x :
                List.of(
                        Element.empty("x", Muc.USER),
                        Element.of("x", Muc.USER).child("invite").build())) {
            juliet.tellsRoom(x);
            juliet.getsError(Condition.BAD_REQUEST);
        }
        juliet.tellsRoom(
                Element.of("x", Muc.USER)
                        .child(Element.of("invite", Muc.USER).attribute("to", "@@").build())
                        .build());
        juliet.getsError(Condition.JID_MALFORMED);
        Element.Builder many = Element.of("x", Muc.USER);
        for (int i = 0; i < 51; i++) {
            many.child(
                    Element.of("invite", Muc.USER)
                            .attribute("to", "p" + i + "@example.org")
                            .build());
        }
        juliet.tellsRoom(many.build());
        juliet.getsError(Condition.BAD_REQUEST);
    }

    @Test
    void voice_forms() {
        juliet.tellsRoom(form("submit", null, "muc#role", "participant"));
        juliet.getsError(Condition.BAD_REQUEST);
        juliet.tellsRoom(form("submit", Muc.REQUEST, "muc#role", "moderator"));
        juliet.getsError(Condition.BAD_REQUEST);
        juliet.tellsRoom(
                form(
                        "submit",
                        Muc.REQUEST,
                        "muc#roomnick",
                        "Juliet",
                        "muc#request_allow",
                        "perhaps"));
        juliet.getsError(Condition.BAD_REQUEST);
        juliet.tellsRoom(form("submit", Muc.REQUEST, "muc#request_allow", "true"));
        juliet.getsError(Condition.BAD_REQUEST);
    }

    @Spec(xep = 45, section = "7.2.1", says = "entering takes a nick")
    @Test
    void presence_to_the_room_itself() {
        scene.send(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        juliet.address,
                        Scene.GARDEN,
                        Element.empty("x", Muc.MUC)));

        juliet.getsError(Condition.JID_MALFORMED);
    }

    @Test
    void huge_reasons() {
        String huge = "r".repeat(scene.rules.textChars() + 1);
        bad(admin(because(huge, "role", "none", "nick", "Juliet")), Condition.POLICY_VIOLATION);
        bad(admin(because(huge, "role", "none", "nick", "Nobody")), Condition.ITEM_NOT_FOUND);
        bad(
                admin(because(huge, "affiliation", "outcast", "jid", "romeo@example.org")),
                Condition.POLICY_VIOLATION);
        bad(
                owner(Element.of("destroy", Muc.OWNER).child("reason", huge).build()),
                Condition.POLICY_VIOLATION);
        for (String kind : List.of("invite", "decline")) {
            juliet.tellsRoom(
                    Element.of("x", Muc.USER)
                            .child(
                                    Element.of(kind, Muc.USER)
                                            .attribute("to", juliet.address.bare().toString())
                                            .child("reason", huge)
                                            .build())
                            .build());
            juliet.getsError(Condition.POLICY_VIOLATION);
        }
        assertThat(scene.room.occupants().byNick("Juliet")).isNotNull();
        Element most =
                because(huge.substring(1), "affiliation", "outcast", "jid", "romeo@example.org");
        assertThat(juliet.asks(Iq.Type.SET, admin(most)).isError()).isFalse();
    }

    private static Element because(String reason, String... attributes) {
        return item(attributes).with(Element.text("reason", Muc.ADMIN, reason));
    }

    @Test
    void a_huge_subject() {
        juliet.setsSubject("s".repeat(scene.rules.textChars() + 1));

        juliet.getsError(Condition.POLICY_VIOLATION);
        assertThat(scene.room.subject()).isNull();
    }

    @Test
    void requests_nobody_knows() {
        bad(Element.empty("query", "urn:example:unknown"), Condition.SERVICE_UNAVAILABLE);
        bad(Element.empty("query", Muc.DISCO_INFO), Condition.NOT_ALLOWED);
    }

    @Test
    void elements_of_another_name_are_no_requests() {
        for (String namespace :
                List.of(
                        Muc.DISCO_INFO,
                        Muc.DISCO_ITEMS,
                        Muc.ADMIN,
                        Muc.OWNER,
                        Muc.REGISTRATION,
                        Muc.MENTIONS,
                        Muc.PING,
                        Muc.VCARD,
                        Muc.COMMANDS,
                        Muc.MODERATE)) {
            Element other = Element.empty("item", namespace);
            Iq answer = juliet.asks(Iq.Type.GET, other);
            assertThat(ErrorReader.condition(answer))
                    .as(namespace)
                    .isEqualTo(Condition.BAD_REQUEST);
            bad(other, Condition.BAD_REQUEST);
        }
    }

    @Test
    void errors_and_results_are_never_answered() {
        scene.send(
                Iq.of(
                        Iq.Type.RESULT,
                        DomainJid.of("example.org"),
                        Scene.GARDEN,
                        "1",
                        Element.empty("query", "urn:x")));
        scene.send(
                Iq.of(
                        Iq.Type.ERROR,
                        juliet.address,
                        Scene.GARDEN.withResource("Nobody"),
                        "1",
                        Condition.GONE.error().toElement()));

        juliet.getsNothingMore();
    }
}
