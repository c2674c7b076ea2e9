package stoa.pubsub.node;

import java.util.List;
import stoa.xmpp.form.FormField;

/** What sets the two kinds of services apart. */
public enum ServiceKind {
    /** An account (XEP-0163): its nodes are its own, and who sees its presence is told of them. */
    PERSONAL,

    /**
     * A service with an address of its own: people's nodes beside each other, each with owners of
     * its own, who are told of by subscription. It has no presence and no roster.
     */
    SHARED;

    /** The configuration of a node of which nothing is said. */
    public NodeConfig defaults() {
        return this == PERSONAL ? NodeConfig.DEFAULTS : NodeConfig.SHARED;
    }

    /** In the order of the form. */
    List<ConfigField<?>> fields() {
        return this == PERSONAL ? NodeConfig.PERSONAL_FIELDS : NodeConfig.SHARED_FIELDS;
    }

    /** Whether nodes may be configured so. */
    public boolean offers(AccessModel model) {
        return this == PERSONAL || (model != AccessModel.PRESENCE && model != AccessModel.ROSTER);
    }

    private boolean offers(SendLast when) {
        return this == PERSONAL || when != SendLast.ON_SUB_AND_PRESENCE;
    }

    /** Whether nodes may be configured so. */
    public boolean offers(NodeConfig config) {
        return offers(config.get(NodeConfig.ACCESS_MODEL))
                && offers(config.get(NodeConfig.SEND_LAST))
                && !config.get(NodeConfig.PURGE_OFFLINE);
    }

    /** Leaves only choices that there are. */
    FormField narrowed(ConfigField<?> field, FormField shown) {
        if (this == PERSONAL) {
            return shown;
        }
        if (field == NodeConfig.ACCESS_MODEL) {
            return NodeConfig.ACCESS_MODEL.withChoices(shown, this::offers);
        }
        return field == NodeConfig.SEND_LAST
                ? NodeConfig.SEND_LAST.withChoices(shown, this::offers)
                : shown;
    }
}
