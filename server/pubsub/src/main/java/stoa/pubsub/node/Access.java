package stoa.pubsub.node;

import org.jspecify.annotations.Nullable;
import stoa.core.route.Audience;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;

/** Who may read and who may publish, XEP-0060 sections 4.1, 4.5 and 6.5.9. */
public final class Access {
    private Access() {}

    /**
     * Why somebody may not read the node or subscribe to it, or null when they may.
     *
     * @param who with or without resource
     * @param audience who sees the owner's presence
     */
    public static @Nullable StanzaError refusal(Node node, Jid who, Audience audience) {
        Jid bare = who.bare();
        return switch (node.affiliation(bare)) {
            case OWNER, PUBLISHER, MEMBER -> null;
            case OUTCAST, PUBLISH_ONLY -> Errors.FORBIDDEN;
            case NONE -> byModel(node, who, audience);
        };
    }

    private static @Nullable StanzaError byModel(Node node, Jid who, Audience audience) {
        return switch (node.get(NodeConfig.ACCESS_MODEL)) {
            case OPEN -> null;
            case PRESENCE -> audience.includes(who.bare()) ? null : Errors.PRESENCE_REQUIRED;
            case ROSTER ->
                    node.get(NodeConfig.ROSTER_GROUPS).stream()
                                    .anyMatch(audience.groups(who.bare())::contains)
                            ? null
                            : Errors.NOT_IN_GROUP;
            case AUTHORIZE ->
                    node.isSubscribed(who)
                            ? null
                            : node.subscription(who.bare()) == SubscriptionState.PENDING
                                    ? Errors.PENDING
                                    : Errors.NOT_SUBSCRIBED_YET;
            case WHITELIST -> Errors.CLOSED;
        };
    }

    public static boolean mayRead(Node node, Jid who, Audience audience) {
        return refusal(node, who, audience) == null;
    }

    /** Section 7.1.3.1. */
    public static boolean mayPublish(Node node, Jid who, Audience audience) {
        NodeAffiliation affiliation = node.affiliation(who.bare());
        return switch (affiliation) {
            case OWNER, PUBLISHER, PUBLISH_ONLY -> true;
            case OUTCAST -> false;
            case MEMBER, NONE ->
                    switch (node.get(NodeConfig.PUBLISH_MODEL)) {
                        case PUBLISHERS -> false;
                        case SUBSCRIBERS -> node.isSubscribed(who);
                        case OPEN -> mayRead(node, who, audience);
                    };
        };
    }
}
