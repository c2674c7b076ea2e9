package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Errors;
import stoa.xmpp.stanza.StanzaError;

/** What only a node's owners may do, XEP-0060 section 8. */
final class Owned {
    private Owned() {}

    /**
     * Why somebody may not do as an owner does, or null when the node is there and they may. Who
     * could not have made the node does not learn whether there is one.
     */
    static @Nullable StanzaError refusal(Asker asker, PubsubState.@Nullable Kept kept) {
        if (kept == null) {
            return asker.mayCreate() ? Errors.NO_NODE : Errors.FORBIDDEN;
        }
        return asker.owns(kept.node()) ? null : Errors.FORBIDDEN;
    }

    /** The same, of a node that was not found or may not be touched. */
    static StanzaError refused(Asker asker, PubsubState.@Nullable Kept kept) {
        StanzaError refusal = refusal(asker, kept);
        return refusal == null ? Errors.NO_NODE : refusal;
    }

    /** Whether the node is there, and is the asker's. */
    static boolean may(Asker asker, PubsubState.@Nullable Kept kept) {
        return kept != null && refusal(asker, kept) == null;
    }
}
