package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Standings at a node, XEP-0060 sections 4.1, 5.7 and 8.9. */
final class Affiliating {
    private static final StanzaError ONE_OWNER =
            Condition.NOT_ACCEPTABLE.error("The account itself is the one owner of its nodes.");
    private static final StanzaError SOME_OWNER =
            Condition.NOT_ACCEPTABLE.error("A node has to have an owner.");

    private Affiliating() {}

    /** Section 5.7: the asker's own standings. */
    static Decision<PubsubEvent, PubsubEffect> own(
            PubsubState state, PubsubCommand.Asked asked, Ask.OwnAffiliations ask) {
        if (ask.node() != null && state.find(ask.node()) == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element.Builder list = Elements.of("affiliations", ask.node());
        for (PubsubState.Kept kept : state.all()) {
            Node node = kept.node();
            NodeAffiliation affiliation = node.affiliation(asked.asker().bare());
            if (affiliation != NodeAffiliation.NONE
                    && (ask.node() == null || ask.node().equals(node.name()))) {
                list.child(
                        Elements.of("affiliation", node.name())
                                .attribute("affiliation", Subscribing.word(affiliation))
                                .build());
            }
        }
        return Draft.answer(asked, Elements.pubsub(list.build()));
    }

    /** Section 8.9.1: all standings but none. */
    static Decision<PubsubEvent, PubsubEffect> list(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetAffiliations ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        Element.Builder list = Elements.owners("affiliations", ask.node());
        if (!state.isShared()) {
            list.child(affiliation(state.address(), NodeAffiliation.OWNER));
        }
        kept.node()
                .affiliations()
                .forEach((who, affiliation) -> list.child(affiliation(who, affiliation)));
        return Draft.answer(asked, Elements.owner(list.build()));
    }

    private static Element affiliation(Jid who, NodeAffiliation affiliation) {
        return Elements.owners("affiliation", null)
                .attribute("jid", who.toString())
                .attribute("affiliation", Subscribing.word(affiliation))
                .build();
    }

    /**
     * Section 8.9.2. An account's nodes have one owner, the account: it can neither go nor share. A
     * shared service's nodes have one at least (section 8.9.2.4).
     */
    static Decision<PubsubEvent, PubsubEffect> change(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetAffiliations ask, Limits limits) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        Node node = kept.node();
        Draft draft = new Draft(asked);
        List<Subscription> moved = new ArrayList<>();
        for (Ask.Change<NodeAffiliation> change : ask.changes()) {
            Jid who = change.who().bare();
            boolean ofOwner = who.equals(state.address());
            if (!state.isShared() && ofOwner != (change.value() == NodeAffiliation.OWNER)) {
                return Draft.refuse(asked, ONE_OWNER);
            }
            if (!ofOwner && node.affiliation(who) != change.value()) {
                node = node.with(who, change.value());
                draft.record(new PubsubEvent.Affiliated(node.name(), who, change.value()));
                for (Subscription one : moved(node, who, change.value())) {
                    node = node.with(one);
                    moved.add(one);
                }
            }
        }
        if (state.isShared() && !node.affiliations().containsValue(NodeAffiliation.OWNER)) {
            return Draft.refuse(asked, SOME_OWNER);
        }
        if (node.affiliations().size() > limits.listed()) {
            return Draft.refuse(asked, Condition.POLICY_VIOLATION.error("This list is too long."));
        }
        Subscribing.settle(draft, kept, node, moved);
        return draft.result();
    }

    /**
     * Sections 4.1 and 8.7.4: who is let in need not wait any more, and who is shut out is
     * subscribed to nothing.
     */
    private static List<Subscription> moved(Node node, Jid who, NodeAffiliation now) {
        return switch (now) {
            case OWNER, PUBLISHER, MEMBER ->
                    all(Approving.pending(node, who), SubscriptionState.SUBSCRIBED);
            case OUTCAST -> all(node.subscriptions(who), SubscriptionState.NONE);
            case PUBLISH_ONLY, NONE -> List.of();
        };
    }

    private static List<Subscription> all(List<Subscription> these, SubscriptionState to) {
        return these.stream().map(one -> one.with(to)).toList();
    }
}
