package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Spaces;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** A node's configuration, XEP-0060 sections 8.2 and 8.3: for its owners. */
final class Configuring {
    static final StanzaError BAD_VALUE =
            Condition.NOT_ACCEPTABLE.error("A field has a value that it may not have.");

    private Configuring() {}

    /** Why nodes of that service cannot be configured so, or null. */
    static @Nullable StanzaError refusal(PubsubState state, @Nullable NodeConfig config) {
        if (config == null) {
            return BAD_VALUE;
        }
        if (!state.kind().offers(config.get(NodeConfig.ACCESS_MODEL))) {
            return Errors.UNSUPPORTED_ACCESS_MODEL;
        }
        if (!state.kind().offers(config)) {
            return BAD_VALUE;
        }
        return state.isShared() ? Spaces.refusal(config) : null;
    }

    static Decision<PubsubEvent, PubsubEffect> get(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetConfig ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        DataForm form = kept.node().config().toForm(state.kind());
        return Draft.answer(
                asked,
                form("configure", ask.node(), Collecting.withChildren(state, kept.node(), form)));
    }

    static Decision<PubsubEvent, PubsubEffect> getDefault(
            PubsubState state, PubsubCommand.Asked asked) {
        return asked.asker().mayCreate()
                ? Draft.answer(
                        asked, form("default", null, state.kind().defaults().toForm(state.kind())))
                : Draft.refuse(asked, Errors.FORBIDDEN);
    }

    private static Element form(String name, @Nullable String node, DataForm form) {
        return Elements.owner(Elements.owners(name, node).child(form.toElement()).build());
    }

    static Decision<PubsubEvent, PubsubEffect> set(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetConfig ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        if (ask.form().type() == DataForm.Type.CANCEL) {
            return Draft.answer(asked);
        }
        NodeConfig config = kept.node().config().with(ask.form(), state.kind());
        StanzaError refusal = refusal(state, config);
        if (refusal != null || config == null) {
            return Draft.refuse(asked, refusal == null ? BAD_VALUE : refusal);
        }
        Draft draft = new Draft(asked);
        Node node = kept.node().with(config);
        refusal = Collecting.relate(state, kept.node(), node, ask.form(), draft);
        if (refusal != null) {
            return Draft.refuse(asked, refusal);
        }
        return config.equals(kept.node().config())
                ? draft.result()
                : configure(state, draft, kept, node);
    }

    private static Decision<PubsubEvent, PubsubEffect> configure(
            PubsubState state, Draft draft, PubsubState.Kept kept, Node node) {
        draft.record(new PubsubEvent.Configured(node));
        boolean empties = !node.get(NodeConfig.PERSIST_ITEMS) || node.isCollection();
        if (empties) {
            draft.record(new PubsubEvent.Purged(node.name()));
        } else {
            int surplus = kept.items().size() - node.get(NodeConfig.MAX_ITEMS);
            kept.items().inOrder().stream()
                    .limit(Math.max(0, surplus))
                    .forEach(item -> Publishing.displace(draft, kept, node, item.id()));
        }
        boolean told = node.get(NodeConfig.NOTIFY_CONFIG);
        return draft.say(
                        new PubsubEffect.Show(
                                node,
                                empties ? null : LastItem.of(kept.items().last()),
                                told ? Events.configuration(node, state.kind()) : null))
                .result();
    }
}
