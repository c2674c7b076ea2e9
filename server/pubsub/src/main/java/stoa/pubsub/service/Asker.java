package stoa.pubsub.service;

import stoa.core.route.Audience;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.AccessModel;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.store.pubsub.NodeAffiliation;
import stoa.xmpp.jid.Jid;

/**
 * Who asks.
 *
 * @param address with the resource, checked by whoever took the request in
 * @param service whom they ask
 * @param audience who sees the service owner's presence
 * @param mayCreate whether they may make nodes
 */
public record Asker(Jid address, Jid service, Audience audience, boolean mayCreate) {
    public Jid bare() {
        return address.bare();
    }

    /** Whether an account asks itself. */
    boolean isService() {
        return bare().equals(service);
    }

    boolean owns(Node node) {
        return node.isOwner(bare());
    }

    boolean mayRead(Node node) {
        return Access.mayRead(node, address, audience);
    }

    /** Who may read a node sees that it is there, and so does who subscribes or waits to. */
    boolean sees(Node node) {
        return mayRead(node) || (hasJoined(node) && !isOutcast(node));
    }

    /** Who may ask to be let in learns what they would join, once they know its name. */
    boolean mayLookAt(Node node) {
        return sees(node)
                || (node.get(NodeConfig.ACCESS_MODEL) == AccessModel.AUTHORIZE
                        && node.affiliation(bare()) == NodeAffiliation.NONE);
    }

    private boolean hasJoined(Node node) {
        return !node.subscriptions(bare()).isEmpty();
    }

    private boolean isOutcast(Node node) {
        return node.affiliation(bare()) == NodeAffiliation.OUTCAST;
    }
}
