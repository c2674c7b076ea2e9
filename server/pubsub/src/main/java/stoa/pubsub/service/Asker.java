package stoa.pubsub.service;

import stoa.core.route.Audience;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Node;
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
}
