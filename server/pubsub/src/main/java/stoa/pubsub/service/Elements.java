package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Pubsub;
import stoa.xmpp.xml.Element;

/** Elements of answers. */
final class Elements {
    private Elements() {}

    /** One of the pubsub namespace with a node. */
    static Element.Builder of(String name, @Nullable String node) {
        return Element.of(name, Pubsub.NS).attribute("node", node);
    }

    static Element.Builder owners(String name, @Nullable String node) {
        return Element.of(name, Pubsub.OWNER).attribute("node", node);
    }

    static Element pubsub(Element child) {
        return Element.of("pubsub", Pubsub.NS).child(child).build();
    }

    static Element owner(Element child) {
        return Element.of("pubsub", Pubsub.OWNER).child(child).build();
    }
}
