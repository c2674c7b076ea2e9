package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** A node's configuration, XEP-0060 sections 8.2 and 8.3: for its owner. */
final class Configuring {
    static final StanzaError BAD_VALUE =
            Condition.NOT_ACCEPTABLE.error("A field has a value that it may not have.");

    private Configuring() {}

    static Decision<PubsubEvent, PubsubEffect> get(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetConfig ask) {
        if (!asked.asker().isOwner()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        return kept == null
                ? Draft.refuse(asked, Errors.NO_NODE)
                : Draft.answer(asked, form("configure", ask.node(), kept.node().config()));
    }

    static Decision<PubsubEvent, PubsubEffect> getDefault(PubsubCommand.Asked asked) {
        return asked.asker().isOwner()
                ? Draft.answer(asked, form("default", null, NodeConfig.DEFAULTS))
                : Draft.refuse(asked, Errors.FORBIDDEN);
    }

    private static Element form(String name, @Nullable String node, NodeConfig config) {
        return Elements.owner(
                Elements.owners(name, node).child(config.toForm().toElement()).build());
    }

    static Decision<PubsubEvent, PubsubEffect> set(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetConfig ask) {
        if (!asked.asker().isOwner()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        if (ask.form().type() == DataForm.Type.CANCEL) {
            return Draft.answer(asked);
        }
        NodeConfig config = kept.node().config().with(ask.form());
        if (config == null) {
            return Draft.refuse(asked, BAD_VALUE);
        }
        if (config.equals(kept.node().config())) {
            return Draft.answer(asked);
        }
        return configure(new Draft(asked), kept, kept.node().with(config));
    }

    private static Decision<PubsubEvent, PubsubEffect> configure(
            Draft draft, PubsubState.Kept kept, Node node) {
        draft.record(new PubsubEvent.Configured(node));
        boolean empties = !node.get(NodeConfig.PERSIST_ITEMS);
        if (empties) {
            draft.record(new PubsubEvent.Purged(node.name()));
        } else {
            int surplus = kept.items().size() - node.get(NodeConfig.MAX_ITEMS);
            kept.items().inOrder().stream()
                    .limit(Math.max(0, surplus))
                    .forEach(item -> draft.record(new PubsubEvent.Removed(node.name(), item.id())));
        }
        boolean told = node.get(NodeConfig.NOTIFY_CONFIG);
        return draft.say(
                        new PubsubEffect.Show(
                                node,
                                empties ? null : LastItem.of(kept.items().last()),
                                told ? Events.of("configuration", node.name()) : null))
                .result();
    }
}
