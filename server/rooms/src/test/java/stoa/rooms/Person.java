package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** Somebody at a client, seen from the room: sends stanzas, reads its inbox. */
final class Person {
    final Scene scene;
    final FullJid address;
    private int nextIq = 1;

    Person(Scene scene, FullJid address) {
        this.scene = scene;
        this.address = address;
    }

    /** The same person at another client. */
    Person on(String resource) {
        return scene.person(address.bare() + "/" + resource);
    }

    // What a person does

    void joins(String nick, Element... inJoin) {
        Element x = Element.of("x", Muc.MUC).children(List.of(inJoin)).build();
        shows(nick, x);
    }

    void shows(String nick, Element... payloads) {
        scene.send(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        address,
                        Scene.GARDEN.withResource(nick),
                        payloads));
    }

    void leaves(String nick) {
        scene.send(
                Presence.of(Presence.Type.UNAVAILABLE, address, Scene.GARDEN.withResource(nick)));
    }

    void says(String text) {
        says(text, null);
    }

    void says(String text, @Nullable String originId) {
        List<Element> payloads = new ArrayList<>();
        payloads.add(Element.text("body", Stanza.CLIENT, text));
        if (originId != null) {
            payloads.add(Element.of("origin-id", Muc.STANZA_ID).attribute("id", originId).build());
        }
        sends(payloads.toArray(Element[]::new));
    }

    void sends(Element... payloads) {
        scene.send(
                new Message(
                        address,
                        Scene.GARDEN,
                        Message.Type.GROUPCHAT,
                        "m" + nextIq++,
                        null,
                        List.of(payloads)));
    }

    void setsSubject(String subject) {
        sends(Element.text("subject", Stanza.CLIENT, subject));
    }

    void whispers(String nick, String text) {
        scene.send(
                Message.of(
                        Message.Type.CHAT,
                        address,
                        Scene.GARDEN.withResource(nick),
                        Element.text("body", Stanza.CLIENT, text)));
    }

    void tellsRoom(Element... payloads) {
        scene.send(Message.of(Message.Type.NORMAL, address, Scene.GARDEN, payloads));
    }

    /** Sends a request to the room and returns the answer. */
    Iq asks(Iq.Type type, Element payload) {
        return asks(type, null, payload);
    }

    Iq asks(Iq.Type type, @Nullable String nick, Element payload) {
        String id = "iq" + nextIq++;
        scene.send(
                Iq.of(
                        type,
                        address,
                        nick == null ? Scene.GARDEN : Scene.GARDEN.withResource(nick),
                        id,
                        payload));
        return answerTo(id);
    }

    /** Sends a request that is answered elsewhere, or later. */
    void ask(Element payload) {
        scene.send(Iq.of(Iq.Type.SET, address, Scene.GARDEN, "iq" + nextIq++, payload));
    }

    Iq answerTo(String id) {
        for (Stanza stanza : inbox()) {
            if (stanza instanceof Iq iq && id.equals(iq.id())) {
                inbox().remove(stanza);
                return iq;
            }
        }
        throw new AssertionError("no answer");
    }

    Iq configures(String... fields) {
        return asks(Iq.Type.SET, configuration(fields));
    }

    static Element configuration(String... fields) {
        List<FormField> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(FormField.text(fields[i], null, fields[i + 1]));
        }
        DataForm form = DataForm.of(DataForm.Type.SUBMIT, Muc.CONFIG, all);
        return Element.of("query", Muc.OWNER).child(form.toElement()).build();
    }

    Iq admin(Iq.Type type, Element... items) {
        return asks(type, Element.of("query", Muc.ADMIN).children(List.of(items)).build());
    }

    /** An item of a request, attributes by name and value. */
    static Element item(String... attributes) {
        Element.Builder item = Element.of("item", Muc.ADMIN);
        for (int i = 0; i < attributes.length; i += 2) {
            item.attribute(attributes[i], attributes[i + 1]);
        }
        return item.build();
    }

    // What a person hears

    List<Stanza> inbox() {
        return scene.inbox(address);
    }

    Stanza gets() {
        assertThat(inbox()).as("inbox of %s", address).isNotEmpty();
        return inbox().removeFirst();
    }

    Presence getsPresence(String nick) {
        Stanza next = gets();
        assertThat(next).isInstanceOf(Presence.class);
        assertThat(next.from()).isEqualTo(Scene.GARDEN.withResource(nick));
        return (Presence) next;
    }

    Message getsMessage() {
        Stanza next = gets();
        assertThat(next).isInstanceOf(Message.class);
        return (Message) next;
    }

    Message hears(String nick, String text) {
        Message message = getsMessage();
        assertThat(message.from()).isEqualTo(Scene.GARDEN.withResource(nick));
        assertThat(message.body()).isEqualTo(text);
        return message;
    }

    void getsError(StanzaError.Condition condition) {
        Stanza next = gets();
        assertThat(next.isError()).as("an error: %s", next).isTrue();
        assertThat(ErrorReader.condition(next)).isEqualTo(condition);
    }

    void getsNothingMore() {
        assertThat(inbox()).as("inbox of %s", address).isEmpty();
    }

    // What stands in stanzas

    static List<Integer> codes(Stanza stanza) {
        Element x = stanza.payload("x", Muc.USER);
        return x == null
                ? List.of()
                : x.elements()
                        .filter(e -> e.is("status", Muc.USER))
                        .map(e -> Integer.valueOf(Objects.requireNonNull(e.attribute("code"))))
                        .toList();
    }

    static Element itemOf(Stanza stanza) {
        Element x = Objects.requireNonNull(stanza.payload("x", Muc.USER));
        return Objects.requireNonNull(x.child("item", Muc.USER));
    }

    static @Nullable String stableId(Stanza stanza) {
        Element id = stanza.payload("stanza-id", Muc.STANZA_ID);
        return id == null ? null : id.attribute("id");
    }
}
