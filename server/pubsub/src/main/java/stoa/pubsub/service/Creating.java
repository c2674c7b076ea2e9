package stoa.pubsub.service;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Spaces;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Creating a node, XEP-0060 section 8.1: with default configuration or one that is given. */
final class Creating {
    static final StanzaError TOO_LONG = Condition.NOT_ACCEPTABLE.error("The name is too long.");

    /**
     * Nodes that are nobody else's business are private (XEP-0223) where a client does not say what
     * it wants: bookmarks (XEP-0402 section 3), read positions (XEP-0490 section 4).
     */
    private static final Map<String, NodeConfig> SMART_DEFAULTS =
            Map.of(
                    "urn:xmpp:bookmarks:1", NodeConfig.PRIVATE,
                    "urn:xmpp:mds:displayed:0", NodeConfig.PRIVATE);

    private Creating() {}

    static Decision<PubsubEvent, PubsubEffect> decide(
            PubsubState state, PubsubCommand.Asked asked, Ask.Create ask, Turn turn) {
        if (!asked.asker().mayCreate()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        String name = ask.node() == null ? turn.ids().get() : ask.node();
        if (state.find(name) != null) {
            return Draft.refuse(asked, Condition.CONFLICT.error("This node is there already."));
        }
        StanzaError refusal = refusal(state, name, creator(state, asked), turn.limits());
        NodeConfig config = config(state, name, ask.config());
        if (refusal == null) {
            refusal = Configuring.refusal(state, config);
        }
        if (refusal != null || config == null) {
            return Draft.refuse(asked, refusal == null ? Configuring.BAD_VALUE : refusal);
        }
        return create(state, asked, ask, node(state, asked, name, config, turn));
    }

    private static Decision<PubsubEvent, PubsubEffect> create(
            PubsubState state, PubsubCommand.Asked asked, Ask.Create ask, Node node) {
        Draft draft = new Draft(asked).record(new PubsubEvent.Created(node));
        StanzaError refusal = Collecting.relate(state, null, node, ask.config(), draft);
        if (refusal != null) {
            return Draft.refuse(asked, refusal);
        }
        draft.say(new PubsubEffect.Show(node, null, null));
        return ask.node() == null
                ? draft.result(Elements.pubsub(Elements.of("create", node.name()).build()))
                : draft.result();
    }

    private static Jid creator(PubsubState state, PubsubCommand.Asked asked) {
        return state.isShared() ? asked.asker().bare() : state.address();
    }

    private static Node node(
            PubsubState state,
            PubsubCommand.Asked asked,
            String name,
            NodeConfig config,
            Turn turn) {
        return state.isShared()
                ? Node.created(state.address(), name, asked.asker().bare(), config, turn.now())
                : Node.created(state.address(), name, config, turn.now());
    }

    /** The configuration of a new node; null when the form has a value that may not be. */
    static @Nullable NodeConfig config(PubsubState state, String node, @Nullable DataForm form) {
        NodeConfig defaults =
                state.isShared()
                        ? Spaces.defaults(form)
                        : SMART_DEFAULTS.getOrDefault(node, state.kind().defaults());
        return form == null ? defaults : defaults.with(form, state.kind());
    }

    /** Why there can be no node of that name, made by that creator, or null. */
    static @Nullable StanzaError refusal(
            PubsubState state, String name, Jid creator, Limits limits) {
        if (isTooLong(name, limits)) {
            return TOO_LONG;
        }
        boolean full =
                state.size() >= limits.nodes()
                        || state.shareOf(creator).nodes() >= limits.nodesEach();
        return full ? Errors.MAX_NODES_EXCEEDED : null;
    }

    static boolean isTooLong(String name, Limits limits) {
        return Publishing.length(name) > limits.idBytes();
    }
}
