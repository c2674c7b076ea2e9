package stoa.pubsub.service;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.Subscription;
import stoa.pubsub.node.SubscriptionType;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.Page;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** What a service says, as data. Performed by {@link PubsubSpeaker}. */
public sealed interface PubsubEffect {
    /** The answer to a request. */
    record Answer(CompletableFuture<Iq> asked, Iq answer) implements PubsubEffect {}

    /**
     * Reads items and answers with them.
     *
     * @param page what to say of the page they are, or null
     */
    record Fetch(
            CompletableFuture<Iq> asked,
            Iq request,
            String node,
            List<String> ids,
            @Nullable Page page)
            implements PubsubEffect {}

    /**
     * An item was published: shows the node as it is now and tells those who want to know.
     *
     * @param item with its payload, as it is kept or would be
     */
    record Publish(Node node, StoredItem item) implements PubsubEffect {}

    /**
     * A node is otherwise than before, without anything new in it.
     *
     * @param last the newest item, if any
     * @param event what those who want to know are told; null: nobody is told
     */
    record Show(Node node, @Nullable LastItem last, @Nullable Element event)
            implements PubsubEffect {}

    /**
     * A node is no more.
     *
     * @param node as it was
     */
    record Hide(Node node, @Nullable Element event) implements PubsubEffect {}

    /** Tells those who want to know of a node that is only seen through another one. */
    record Tell(Node node, Element event) implements PubsubEffect {}

    /**
     * Tells those who are subscribed to collections that a node is in (XEP-0248 section 5.3).
     *
     * @param origin the node that something has happened to
     * @param of what kind of thing it was: items or nodes
     * @param ways the collections
     */
    record Relay(Node origin, Element event, SubscriptionType of, List<Way> ways)
            implements PubsubEffect {}

    /**
     * Sends the last item to one that has just subscribed, section 6.1.7.
     *
     * @param last the newest item, if any
     */
    record SendLast(Node node, Subscription to, @Nullable LastItem last) implements PubsubEffect {}

    /** Tells one subscriber of its subscription, section 8.8.4. */
    record TellSubscriber(Jid to, Element event) implements PubsubEffect {}

    /** The answer to what is no request of XEP-0060's own. */
    record Complete<T>(CompletableFuture<T> asked, T answer) implements PubsubEffect {
        void perform() {
            asked.complete(answer);
        }
    }

    /** A message that is no event: a request to an owner. */
    record Say(Message message) implements PubsubEffect {}

    /**
     * A collection that something is told through.
     *
     * @param depth how far it is above the node: 1 when the node is directly in it
     */
    record Way(Node collection, int depth) {}

    /** Shows no node any more. */
    record HideAll() implements PubsubEffect {}
}
