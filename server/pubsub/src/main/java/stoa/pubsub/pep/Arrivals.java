package stoa.pubsub.pep;

import java.util.Set;
import stoa.core.hook.PresenceRoute.Looked;
import stoa.core.hook.PresenceRoute.Shown;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ResourceRegistry;
import stoa.core.session.Session;
import stoa.pubsub.caps.Capabilities;
import stoa.pubsub.caps.Caps;
import stoa.xmpp.stanza.Presence;

/** Learns from presence what each resource of ours wants to be told (XEP-0163 section 4.2). */
final class Arrivals {
    private final Capabilities capabilities;
    private final LastItems lastItems;
    private final Interests interests;
    private final ResourceRegistry registry;

    Arrivals(
            Capabilities capabilities,
            LastItems lastItems,
            Interests interests,
            ResourceRegistry registry) {
        this.capabilities = capabilities;
        this.lastItems = lastItems;
        this.interests = interests;
        this.registry = registry;
    }

    void shown(Shown shown) {
        Presence presence = shown.resource().presence();
        Caps caps = presence == null ? null : Caps.in(presence);
        Recipient.Ours recipient = new Recipient.Ours(shown.resource().session());
        if (caps == null) {
            if (interests.find(recipient) != null) {
                lastItems.wants(recipient, Set.of(), true, null);
            }
            return;
        }
        if (shown.initial() && interests.find(recipient) != null) {
            lastItems.wants(recipient, Set.of(), true, null);
        }
        capabilities.find(caps, recipient, nodes -> found(shown, caps, nodes));
    }

    /** An answer that comes late counts only if the resource still shows what was asked for. */
    private void found(Shown shown, Caps caps, Set<String> nodes) {
        Session session = shown.resource().session();
        ConnectedAccount account = registry.find(session.address().account());
        ConnectedResource now = account == null ? null : account.of(session);
        Presence presence = now == null ? null : now.presence();
        if (presence != null && caps.equals(Caps.in(presence))) {
            lastItems.wants(new Recipient.Ours(session), nodes, false, shown.watched());
        }
    }

    void looked(Looked looked) {
        lastItems.sees(new Recipient.Ours(looked.resource().session()), looked.at());
    }

    void ended(Session session) {
        Recipient.Ours recipient = new Recipient.Ours(session);
        capabilities.ended(recipient);
        interests.ended(recipient);
    }
}
