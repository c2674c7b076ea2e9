package stoa.pubsub.service;

import java.util.List;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** What happened to a service. Applied by {@link PubsubState}, written by {@link PubsubChanges}. */
public sealed interface PubsubEvent {
    record Created(Node node) implements PubsubEvent {}

    record Configured(Node node) implements PubsubEvent {}

    record Published(String node, StoredItem item) implements PubsubEvent {}

    /** An item was retracted, or made room for a newer one. */
    record Removed(String node, String id) implements PubsubEvent {}

    record Purged(String node) implements PubsubEvent {}

    record Deleted(String node) implements PubsubEvent {}

    record Affiliated(String node, Jid who, NodeAffiliation affiliation) implements PubsubEvent {}

    /** Made, approved, given other options, or ended. */
    record Subscribed(String node, Subscription subscription) implements PubsubEvent {}

    /**
     * What was read from older storage is in memory already, and is stored as a node from now on.
     */
    record Imported(Node node, List<StoredItem> items, Element rest) implements PubsubEvent {}

    /** All nodes are gone already. */
    record Forgotten() implements PubsubEvent {}
}
