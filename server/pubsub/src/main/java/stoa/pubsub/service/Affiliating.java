package stoa.pubsub.service;

import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.store.pubsub.NodeAffiliation;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Standings at a node, XEP-0060 sections 4.1, 5.7 and 8.9. */
final class Affiliating {
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
        if (!asked.asker().isOwner()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element.Builder list = Elements.owners("affiliations", ask.node());
        list.child(affiliation(state.address(), NodeAffiliation.OWNER));
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
     * Section 8.9.2. An account's nodes have one owner, the account: it can neither go nor share.
     */
    static Decision<PubsubEvent, PubsubEffect> change(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetAffiliations ask, Limits limits) {
        if (!asked.asker().isOwner()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Node node = kept.node();
        Draft draft = new Draft(asked);
        for (Ask.Change<NodeAffiliation> change : ask.changes()) {
            Jid who = change.who().bare();
            boolean ofOwner = who.equals(state.address());
            if (ofOwner != (change.value() == NodeAffiliation.OWNER)) {
                return Draft.refuse(
                        asked,
                        Condition.NOT_ACCEPTABLE.error(
                                "The account itself is the one owner of its nodes."));
            }
            if (!ofOwner && node.affiliation(who) != change.value()) {
                node = node.with(who, change.value());
                draft.record(new PubsubEvent.Affiliated(node.name(), who, change.value()));
            }
        }
        if (node.affiliations().size() > limits.listed()) {
            return Draft.refuse(asked, Condition.POLICY_VIOLATION.error("This list is too long."));
        }
        return draft.say(new PubsubEffect.Show(node, LastItem.of(kept.items().last()), null))
                .result();
    }
}
