package stoa.pubsub.node;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Spaces, XEP-0503: nodes of a type of their own whose items are the rooms, nodes and links that
 * belong together. What is said here is the table of section 3, for the service that a domain's
 * people share.
 */
public final class Spaces {
    /** What makes a node a space. */
    public static final String TYPE = "urn:xmpp:spaces:0";

    private static final StanzaError NO_SPACE =
            Condition.NOT_ACCEPTABLE.error(
                    "A space keeps its items and tells when one is retracted.");

    private static final String TYPE_FIELD = NodeConfig.TYPE.name();

    /** As a node of which nothing is said, but that what a space SHOULD tell is told. */
    private static final NodeConfig DEFAULTS =
            NodeConfig.SHARED
                    .with(NodeConfig.NOTIFY_SUB, true)
                    .with(NodeConfig.NOTIFY_CONFIG, true);

    private Spaces() {}

    /** What a new node is before its form is read: that of a space when the form says so. */
    public static NodeConfig defaults(@Nullable DataForm form) {
        return form != null && TYPE.equals(form.value(TYPE_FIELD)) ? DEFAULTS : NodeConfig.SHARED;
    }

    /** Whether a node is a space, or would be. */
    public static boolean isSpace(NodeConfig config) {
        return config.get(NodeConfig.TYPE).equals(TYPE);
    }

    /**
     * Why a space cannot be configured so, or null: what the table says MUST be, and that it holds
     * items (section 5.4). That nothing is purged and that the access model is one of three holds
     * for all nodes that people share.
     */
    public static @Nullable StanzaError refusal(NodeConfig config) {
        boolean fits =
                !config.isCollection()
                        && config.get(NodeConfig.PERSIST_ITEMS)
                        && config.get(NodeConfig.NOTIFY_RETRACT);
        return isSpace(config) && !fits ? NO_SPACE : null;
    }
}
