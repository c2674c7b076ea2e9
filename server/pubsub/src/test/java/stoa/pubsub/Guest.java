package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** A client of a story that uses the publish-subscribe service of its domain. */
final class Guest {
    static final DomainJid SERVICE = DomainJid.of("pubsub.example.org");
    static final String SHIM = "http://jabber.org/protocol/shim";

    final TestClient client;

    private Guest(TestClient client) {
        this.client = client;
    }

    static Guest of(Reader reader) {
        return new Guest(reader.client);
    }

    Jid me() {
        return client.address().bare();
    }

    Iq sets(Element... children) {
        return asks(Iq.Type.SET, Pubsub.NS, children);
    }

    Iq gets(Element... children) {
        return asks(Iq.Type.GET, Pubsub.NS, children);
    }

    Iq ownerSets(Element... children) {
        return asks(Iq.Type.SET, Pubsub.OWNER, children);
    }

    Iq ownerGets(Element... children) {
        return asks(Iq.Type.GET, Pubsub.OWNER, children);
    }

    private Iq asks(Iq.Type type, String namespace, Element... children) {
        return client.asks(
                type, SERVICE, Element.of("pubsub", namespace).children(List.of(children)).build());
    }

    /** Asks the service with that as the request. */
    Iq asks(Element request) {
        return client.asks(Iq.Type.GET, SERVICE, request);
    }

    /** disco#info or disco#items of the service or a node. */
    Iq discovers(String what, @Nullable String node) {
        return client.asks(
                Iq.Type.GET, SERVICE, Element.of("query", what).attribute("node", node).build());
    }

    /** The names of the nodes that disco#items lists. */
    List<String> nodes(@Nullable String node) {
        return named(discovers(Reader.ITEMS, node));
    }

    static List<String> named(Iq answer) {
        return Objects.requireNonNull(Reader.result(answer))
                .elements()
                .map(item -> Objects.requireNonNull(item.attribute("node")))
                .toList();
    }

    /** Creates a node: field, value, field, value … */
    Iq tries(String node, String... fields) {
        return sets(
                Reader.element("create", node).build(),
                Reader.element("configure", null)
                        .child(Reader.form(Pubsub.NODE_CONFIG, fields))
                        .build());
    }

    Guest creates(String node, String... fields) {
        Reader.result(tries(node, fields));
        return this;
    }

    Iq configures(String node, FormField... fields) {
        DataForm form = DataForm.of(DataForm.Type.SUBMIT, Pubsub.NODE_CONFIG, List.of(fields));
        return ownerSets(Reader.owners("configure", node).child(form.toElement()).build());
    }

    static FormField field(String name, String... values) {
        return FormField.many(FormField.Type.TEXT_MULTI, "pubsub#" + name, null, List.of(values));
    }

    /** What a field of a node's configuration is. */
    List<String> configured(String node, String field) {
        Element pubsub =
                Objects.requireNonNull(
                        Reader.result(ownerGets(Reader.owners("configure", node).build())));
        Element configure = Objects.requireNonNull(pubsub.child("configure", Pubsub.OWNER));
        DataForm form = Objects.requireNonNull(DataForm.in(configure));
        return Objects.requireNonNull(form.field("pubsub#" + field), field).values();
    }

    Iq subscribing(String node, String... options) {
        List<Element> children = new ArrayList<>();
        children.add(Reader.element("subscribe", node).attribute("jid", me().toString()).build());
        if (options.length > 0) {
            children.add(
                    Reader.element("options", null)
                            .child(Reader.form(Pubsub.SUBSCRIBE_OPTIONS, options))
                            .build());
        }
        return sets(children.toArray(Element[]::new));
    }

    /** What an owner says of somebody's standing, XEP-0060 section 8.9.2. */
    static Element affiliation(String node, Jid who, String affiliation) {
        return Reader.owners("affiliations", node)
                .child(
                        Reader.owners("affiliation", null)
                                .attribute("jid", who.toString())
                                .attribute("affiliation", affiliation)
                                .build())
                .build();
    }

    /** Subscribes, and gives the id of the subscription. */
    String subscribes(String node, String... options) {
        Element pubsub = Objects.requireNonNull(Reader.result(subscribing(node, options)));
        Element subscription = Objects.requireNonNull(pubsub.child("subscription", Pubsub.NS));
        assertThat(subscription.attribute("subscription")).isEqualTo("subscribed");
        return Objects.requireNonNull(subscription.attribute("subid"));
    }

    Element unsubscribe(String node, @Nullable String subid) {
        return Reader.element("unsubscribe", node)
                .attribute("jid", me().toString())
                .attribute("subid", subid)
                .build();
    }

    Element.Builder options(String node, @Nullable String subid) {
        return Reader.element("options", node)
                .attribute("jid", me().toString())
                .attribute("subid", subid);
    }

    Iq publishing(String node, String id, String text) {
        return sets(Reader.publish(node, id, Reader.payload("urn:x", text)));
    }

    Guest publishes(String node, String id, String text) {
        Reader.result(publishing(node, id, text));
        return this;
    }

    /** The next stanza is a notification; its event has that child. */
    Element told(String what) {
        return event(next(), what);
    }

    Message next() {
        client.forgetsPresence();
        Message message = (Message) client.next();
        assertThat(message.from()).isEqualTo(SERVICE);
        assertThat(message.type()).isEqualTo(Message.Type.HEADLINE);
        return message;
    }

    /** The next stanza is a request to be let in (XEP-0060 section 8.6); a message of its own. */
    Message asked() {
        client.forgetsPresence();
        Message message = (Message) client.next();
        assertThat(message.from()).isEqualTo(SERVICE);
        assertThat(message.type()).isEqualTo(Message.Type.NORMAL);
        return message;
    }

    /** Sends the form of a request back, with fields as they are now: field, value, field … */
    void answers(Message request, String... fields) {
        client.sends(
                new Message(
                        null,
                        SERVICE,
                        Message.Type.NORMAL,
                        request.id(),
                        null,
                        List.of(Reader.form(Pubsub.SUBSCRIBE_AUTHORIZATION, fields))));
    }

    /** A list of nodes of some types, XEP-0462: the filter's elements. */
    Iq lists(@Nullable String node, Element... filters) {
        return client.asks(
                Iq.Type.GET,
                SERVICE,
                Element.of("query", Reader.ITEMS)
                        .attribute("node", node)
                        .children(List.of(filters))
                        .build());
    }

    static Element event(Message message, String what) {
        return Reader.event(message, what);
    }

    /** The values of a header of that name. */
    static List<String> headers(Message message, String name) {
        Element headers = message.payload("headers", SHIM);
        return headers == null
                ? List.of()
                : headers.elements()
                        .filter(one -> name.equals(one.attribute("name")))
                        .map(Element::text)
                        .toList();
    }

    void toldNothingMore() {
        client.forgetsPresence();
        client.getsNothingMore();
    }
}
