package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * Where a service tells the world what has changed, after it is durable, in the service's order.
 * Called on an event loop or the journal thread; only hands over.
 */
public interface PubsubOutput {
    /** An item was published; it is the node's newest, where the node keeps items. */
    void published(Node node, StoredItem item);

    /** A node is otherwise than before; those who want to know are told the event, if any. */
    void changed(Node node, @Nullable LastItem last, @Nullable Element event);

    /** A node was deleted. */
    void deleted(Node node, @Nullable Element event);

    /** Tells those who want to know of that node. */
    void tell(Node node, Element event);

    /** Sends the last item to one that has just subscribed. */
    void sendLast(Node node, Subscription to, @Nullable LastItem last);

    /** Tells those who are subscribed to collections that the node is in. */
    void relay(PubsubEffect.Relay relay);

    /** Tells one address. */
    void tellOne(Jid service, Jid to, Element event);

    /** Sends a message that is no event. */
    void say(Message message);

    /** The service is no more. */
    void gone(Jid service);
}
