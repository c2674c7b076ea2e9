package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.ItemReply;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.ServiceKind;
import stoa.pubsub.node.Subscription;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** The elements of {@code pubsub#event}, XEP-0060 sections 7.1.2, 7.2.2, 8.2.5, 8.4.2 and 8.5.2. */
public final class Events {
    private Events() {}

    /** An item was published. */
    public static Element item(Node node, String id, Jid publisher, Bytes payload) {
        boolean told = node.get(NodeConfig.DELIVER_PAYLOADS) && payload.length() > 0;
        Element item =
                Element.of("item", Pubsub.EVENT)
                        .attribute("id", id)
                        .attribute("publisher", publisher(node, publisher))
                        .childIf(told ? StoredXml.read(payload) : null)
                        .build();
        return items(node.name(), item);
    }

    /** Who published is said where replies go to them. */
    static @Nullable String publisher(Node node, Jid publisher) {
        return node.get(NodeConfig.ITEM_REPLY) == ItemReply.PUBLISHER
                ? publisher.bare().toString()
                : null;
    }

    static Element retract(String node, String id) {
        return items(node, Element.of("retract", Pubsub.EVENT).attribute("id", id).build());
    }

    private static Element items(String node, Element child) {
        return event(
                Element.of("items", Pubsub.EVENT).attribute("node", node).child(child).build());
    }

    /** One of create, purge and delete. */
    static Element of(String what, String node) {
        return event(Element.of(what, Pubsub.EVENT).attribute("node", node).build());
    }

    /** Section 8.2.5.3: with the configuration, where payloads are delivered. */
    static Element configuration(Node node, ServiceKind kind) {
        Element form =
                node.get(NodeConfig.DELIVER_PAYLOADS) ? node.config().told(kind).toElement() : null;
        return event(
                Element.of("configuration", Pubsub.EVENT)
                        .attribute("node", node.name())
                        .childIf(form)
                        .build());
    }

    static Element subscription(String node, Subscription subscription) {
        String id = subscription.id();
        return event(
                Element.of("subscription", Pubsub.EVENT)
                        .attribute("node", node)
                        .attribute("jid", subscription.who().toString())
                        .attribute("subid", id.isEmpty() ? null : id)
                        .attribute("subscription", Subscribing.word(subscription.state()))
                        .build());
    }

    /** XEP-0248 section 5.3.2: a node was put into a collection, or taken out of it. */
    static Element association(String what, String collection, String node) {
        return event(
                Element.of("collection", Pubsub.EVENT)
                        .attribute("node", collection)
                        .child(Element.of(what, Pubsub.EVENT).attribute("node", node).build())
                        .build());
    }

    private static Element event(Element child) {
        return Element.of("event", Pubsub.EVENT).child(child).build();
    }
}
