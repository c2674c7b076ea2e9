package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Person;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** A client of a story that publishes, reads and is notified. */
final class Reader {
    static final String CAPS = "http://jabber.org/protocol/caps";
    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";
    static final String TUNE = "http://jabber.org/protocol/tune";

    final TestClient client;

    Reader(TestClient client) {
        this.client = client;
    }

    // Coming online.

    /** Comes online without capabilities. */
    Reader online() {
        client.comesOnline().forgets();
        return this;
    }

    /**
     * Comes online and wants these nodes; what comes before its wishes are known is thrown away.
     */
    Reader wanting(String... nodes) {
        client.binds();
        client.asksForRoster();
        showsWishes(nodes);
        return this;
    }

    /** Shows what it wants; when it is asked, it answers. Notifications stay, presence goes. */
    Reader showsWishes(String... nodes) {
        client.sends(Presence.of(Presence.Type.AVAILABLE, null, null, caps(nodes)));
        answersIfAsked(nodes);
        return this;
    }

    private void answersIfAsked(String... nodes) {
        List<Stanza> rest = new ArrayList<>();
        Iq question = null;
        while (!client.hasNothing()) {
            Stanza next = client.next();
            if (next instanceof Iq iq && iq.isRequest()) {
                question = iq;
            } else if (!(next instanceof Presence)) {
                rest.add(next);
            }
        }
        kept.addAll(rest);
        if (question != null) {
            client.sends(question.result(info(nodes)));
        }
    }

    private final List<Stanza> kept = new ArrayList<>();

    static Element caps(String... nodes) {
        return Element.of("c", CAPS)
                .attribute("hash", "sha-1")
                .attribute("node", "urn:example:client")
                .attribute("ver", hash(nodes))
                .build();
    }

    static Element info(String... nodes) {
        Element.Builder query =
                Element.of("query", INFO)
                        .attribute("node", "urn:example:client#" + hash(nodes))
                        .child(
                                Element.of("identity", INFO)
                                        .attribute("category", "client")
                                        .attribute("type", "pc")
                                        .build());
        for (String feature : features(nodes)) {
            query.child(Element.of("feature", INFO).attribute("var", feature).build());
        }
        return query.build();
    }

    private static List<String> features(String... nodes) {
        List<String> all = new ArrayList<>(List.of(INFO));
        Arrays.stream(nodes).forEach(node -> all.add(node + "+notify"));
        all.sort(null);
        return all;
    }

    static String hash(String... nodes) {
        String text = "client/pc//<" + String.join("<", features(nodes)) + "<";
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    // Asking.

    Jid me() {
        return client.address().bare();
    }

    Iq sets(@Nullable Person of, Element... children) {
        return asks(Iq.Type.SET, of, Pubsub.NS, children);
    }

    Iq gets(@Nullable Person of, Element... children) {
        return asks(Iq.Type.GET, of, Pubsub.NS, children);
    }

    Iq ownerSets(@Nullable Person of, Element... children) {
        return asks(Iq.Type.SET, of, Pubsub.OWNER, children);
    }

    Iq ownerGets(@Nullable Person of, Element... children) {
        return asks(Iq.Type.GET, of, Pubsub.OWNER, children);
    }

    private Iq asks(Iq.Type type, @Nullable Person of, String namespace, Element... children) {
        Element.Builder pubsub = Element.of("pubsub", namespace);
        pubsub.children(List.of(children));
        return client.asks(type, of == null ? null : of.address(), pubsub.build());
    }

    Reader publishes(String node, @Nullable String id, String text, Element... options) {
        List<Element> all = new ArrayList<>(List.of(publish(node, id, payload(node, text))));
        all.addAll(List.of(options));
        result(sets(null, all.toArray(Element[]::new)));
        return this;
    }

    static Element payload(String node, String text) {
        return Element.text("say", node, text);
    }

    static Element publish(String node, @Nullable String id, @Nullable Element payload) {
        return element("publish", node)
                .child(element("item", null).attribute("id", id).childIf(payload).build())
                .build();
    }

    static Element items(String node, String... ids) {
        Element.Builder items = element("items", node);
        for (String id : ids) {
            items.child(element("item", null).attribute("id", id).build());
        }
        return items.build();
    }

    static Element retract(String node, String id) {
        return element("retract", node)
                .child(element("item", null).attribute("id", id).build())
                .build();
    }

    static Element.Builder element(String name, @Nullable String node) {
        return Element.of(name, Pubsub.NS).attribute("node", node);
    }

    static Element.Builder owners(String name, @Nullable String node) {
        return Element.of(name, Pubsub.OWNER).attribute("node", node);
    }

    /** Options of a publication: field, value, field, value … */
    static Element options(String... fields) {
        return element("publish-options", null).child(form(Pubsub.PUBLISH_OPTIONS, fields)).build();
    }

    static Element form(String type, String... fields) {
        List<FormField> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(FormField.text("pubsub#" + fields[i], null, fields[i + 1]));
        }
        return DataForm.of(DataForm.Type.SUBMIT, type, all).toElement();
    }

    static Element configure(String node, String... fields) {
        return owners("configure", node).child(form(Pubsub.NODE_CONFIG, fields)).build();
    }

    /** The ids of the items of a node, as they are given. */
    List<String> ids(@Nullable Person of, Element... children) {
        Element pubsub = Objects.requireNonNull(result(gets(of, children)));
        return Objects.requireNonNull(pubsub.child("items", Pubsub.NS))
                .elements()
                .map(item -> Objects.requireNonNull(item.attribute("id")))
                .toList();
    }

    static @Nullable Element result(Iq answer) {
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        return answer.payload();
    }

    /** The answer is that error, with that condition of {@code pubsub#errors} if any. */
    static void refused(Stanza answer, Condition condition, @Nullable String specific) {
        assertThat(answer.isError()).as("%s", answer).isTrue();
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        assertThat(error.child(condition.text(), StanzaError.NAMESPACE))
                .as("%s", error)
                .isNotNull();
        assertThat(
                        error.elements()
                                .filter(e -> e.namespace().equals(Pubsub.ERRORS))
                                .map(Element::name))
                .as("%s", error)
                .isEqualTo(specific == null ? List.of() : List.of(specific));
    }

    // Being told.

    /** The next notification; presence that comes before is passed over. */
    Message told() {
        if (!kept.isEmpty()) {
            return (Message) kept.removeFirst();
        }
        Stanza next = client.next();
        while (next instanceof Presence) {
            next = client.next();
        }
        assertThat(next).isInstanceOf(Message.class);
        return (Message) next;
    }

    /** The next notification is of that item of that person's node. */
    Message told(Person by, String node, @Nullable String id, String text) {
        Message message = told();
        assertThat(message.from()).isEqualTo(by.address());
        assertThat(message.type()).isEqualTo(Message.Type.HEADLINE);
        Element items = event(message, "items");
        assertThat(items.attribute("node")).isEqualTo(node);
        Element item = Objects.requireNonNull(items.child("item", Pubsub.EVENT));
        if (id != null) {
            assertThat(item.attribute("id")).isEqualTo(id);
        }
        assertThat(item.firstChild()).isEqualTo(payload(node, text));
        return message;
    }

    /** What the next notification says. */
    Element toldEvent(String what) {
        return event(told(), what);
    }

    static Element event(Message message, String what) {
        Element event =
                Objects.requireNonNull(message.payload("event", Pubsub.EVENT), message::toString);
        return Objects.requireNonNull(event.child(what, Pubsub.EVENT), message::toString);
    }

    void toldNothingMore() {
        client.forgetsPresence();
        assertThat(kept).isEmpty();
        client.getsNothingMore();
    }
}
