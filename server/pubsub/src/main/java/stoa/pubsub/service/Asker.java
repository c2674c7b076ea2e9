package stoa.pubsub.service;

import stoa.core.route.Audience;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Node;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who asks.
 *
 * @param address with the resource, checked by whoever took the request in
 * @param service whom they ask
 * @param audience who sees the service owner's presence
 */
public record Asker(Jid address, BareJid service, Audience audience) {
    public Jid bare() {
        return address.bare();
    }

    public boolean isOwner() {
        return bare().equals(service);
    }

    boolean mayRead(Node node) {
        return Access.mayRead(node, address, audience);
    }
}
