package stoa.pubsub.service;

import stoa.core.entity.Decision;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.store.pubsub.ItemEntry;

/** Taking away an item, all items, a node: XEP-0060 sections 7.2, 8.5 and 8.4. */
final class Removing {
    private Removing() {}

    /** Of a publisher's own items, and of all for the owner. */
    static Decision<PubsubEvent, PubsubEffect> retract(
            PubsubState state, PubsubCommand.Asked asked, Ask.Retract ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Node node = kept.node();
        Asker asker = asked.asker();
        if (!Access.mayPublish(node, asker.address(), asker.audience())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        if (!node.get(NodeConfig.PERSIST_ITEMS) || node.isCollection()) {
            return Draft.refuse(asked, Errors.unsupported("persistent-items"));
        }
        ItemEntry item = kept.items().find(ask.id());
        if (item == null) {
            return Draft.refuse(asked, Errors.NO_ITEM);
        }
        if (!asker.owns(node) && !item.publisher().bare().equals(asker.bare())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        boolean told = ask.told() || node.get(NodeConfig.NOTIFY_RETRACT);
        return new Draft(asked)
                .record(new PubsubEvent.Removed(node.name(), item.id()))
                .say(
                        new PubsubEffect.Show(
                                node,
                                LastItem.of(kept.items().lastWithout(item.id())),
                                told ? Events.retract(node.name(), item.id()) : null))
                .result();
    }

    static Decision<PubsubEvent, PubsubEffect> purge(
            PubsubState state, PubsubCommand.Asked asked, Ask.Purge ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        Node node = kept.node();
        if (!node.get(NodeConfig.PERSIST_ITEMS) || node.isCollection()) {
            return Draft.refuse(asked, Errors.unsupported("persistent-items"));
        }
        boolean told = node.get(NodeConfig.NOTIFY_RETRACT);
        return new Draft(asked)
                .record(new PubsubEvent.Purged(node.name()))
                .say(
                        new PubsubEffect.Show(
                                node, null, told ? Events.of("purge", node.name()) : null))
                .result();
    }

    static Decision<PubsubEvent, PubsubEffect> delete(
            PubsubState state, PubsubCommand.Asked asked, Ask.Delete ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        Node node = kept.node();
        boolean told = node.get(NodeConfig.NOTIFY_DELETE);
        Draft draft = new Draft(asked);
        Collecting.orphan(state, node, draft);
        return draft.record(new PubsubEvent.Deleted(node.name()))
                .say(new PubsubEffect.Hide(node, told ? Events.of("delete", node.name()) : null))
                .result();
    }
}
