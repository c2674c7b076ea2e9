package stoa.pubsub.service;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.AccessModel;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.SendLast;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Explicit subscriptions, XEP-0060 sections 6.1, 6.2, 5.6 and 8.8: one an address, for oneself
 * only. Where the owner authorizes, a subscription is pending until the owner sets it to {@code
 * subscribed}.
 */
final class Subscribing {
    private Subscribing() {}

    static Decision<PubsubEvent, PubsubEffect> subscribe(
            PubsubState state, PubsubCommand.Asked asked, Ask.Subscribe ask, Limits limits) {
        if (!isOwn(asked.asker(), ask.who())) {
            return Draft.refuse(asked, Errors.INVALID_JID);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Node node = kept.node();
        SubscriptionState before = node.subscription(ask.who());
        SubscriptionState after = SubscriptionState.SUBSCRIBED;
        StanzaError refusal = Access.refusal(node, ask.who(), asked.asker().audience());
        if (refusal != null) {
            if (before == SubscriptionState.PENDING) {
                return Draft.refuse(asked, Errors.PENDING);
            }
            boolean asks =
                    node.get(NodeConfig.ACCESS_MODEL) == AccessModel.AUTHORIZE
                            && node.affiliation(ask.who().bare()) == NodeAffiliation.NONE;
            if (!asks) {
                return Draft.refuse(asked, refusal);
            }
            after = SubscriptionState.PENDING;
        }
        if (before == after) {
            return Draft.answer(asked, answer(node, ask.who(), after));
        }
        if (node.subscriptions().size() >= limits.listed()) {
            return Draft.refuse(asked, Errors.TOO_MANY_SUBSCRIPTIONS);
        }
        return subscribed(new Draft(asked), kept, ask.who(), after);
    }

    private static Decision<PubsubEvent, PubsubEffect> subscribed(
            Draft draft, PubsubState.Kept kept, Jid who, SubscriptionState state) {
        Node node = kept.node().with(who, state);
        draft.record(new PubsubEvent.Subscribed(node.name(), who, state)).say(show(kept, node));
        if (state == SubscriptionState.SUBSCRIBED
                && node.get(NodeConfig.SEND_LAST) != SendLast.NEVER) {
            draft.say(new PubsubEffect.SendLast(node, who));
        }
        return draft.result(answer(node, who, state));
    }

    private static PubsubEffect show(PubsubState.Kept kept, Node node) {
        return new PubsubEffect.Show(node, LastItem.of(kept.items().last()), null);
    }

    private static boolean isOwn(Asker asker, Jid who) {
        return who.equals(asker.address()) || who.equals(asker.bare());
    }

    private static Element answer(Node node, Jid who, SubscriptionState state) {
        return Elements.pubsub(subscription(node.name(), who, state));
    }

    private static Element subscription(@Nullable String node, Jid who, SubscriptionState state) {
        return Elements.of("subscription", node)
                .attribute("jid", who.toString())
                .attribute("subscription", word(state))
                .build();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Decision<PubsubEvent, PubsubEffect> unsubscribe(
            PubsubState state, PubsubCommand.Asked asked, Ask.Unsubscribe ask) {
        if (!isOwn(asked.asker(), ask.who())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        if (ask.subid() != null && !ask.subid().isEmpty()) {
            return Draft.refuse(asked, Errors.INVALID_SUBID);
        }
        if (kept.node().subscription(ask.who()) == SubscriptionState.NONE) {
            return Draft.refuse(asked, Errors.NOT_SUBSCRIBED);
        }
        Node node = kept.node().with(ask.who(), SubscriptionState.NONE);
        return new Draft(asked)
                .record(new PubsubEvent.Subscribed(node.name(), ask.who(), SubscriptionState.NONE))
                .say(show(kept, node))
                .result();
    }

    /** Section 5.6: the asker's own. */
    static Decision<PubsubEvent, PubsubEffect> own(
            PubsubState state, PubsubCommand.Asked asked, Ask.OwnSubscriptions ask) {
        if (ask.node() != null && state.find(ask.node()) == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element.Builder list = Elements.of("subscriptions", ask.node());
        for (PubsubState.Kept kept : state.all()) {
            Node node = kept.node();
            if (ask.node() == null || ask.node().equals(node.name())) {
                node.subscriptions().entrySet().stream()
                        .filter(entry -> entry.getKey().bare().equals(asked.asker().bare()))
                        .forEach(
                                entry ->
                                        list.child(
                                                subscription(
                                                        node.name(),
                                                        entry.getKey(),
                                                        entry.getValue())));
            }
        }
        return Draft.answer(asked, Elements.pubsub(list.build()));
    }

    /** Section 8.8.1. */
    static Decision<PubsubEvent, PubsubEffect> list(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetSubscriptions ask) {
        if (!asked.asker().isOwner()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element.Builder list = Elements.owners("subscriptions", ask.node());
        kept.node()
                .subscriptions()
                .forEach(
                        (who, value) ->
                                list.child(
                                        Elements.owners("subscription", null)
                                                .attribute("jid", who.toString())
                                                .attribute("subscription", word(value))
                                                .build()));
        return Draft.answer(asked, Elements.owner(list.build()));
    }

    /** Section 8.8.2; those concerned are told (section 8.8.4). */
    static Decision<PubsubEvent, PubsubEffect> change(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetSubscriptions ask, Limits limits) {
        if (!asked.asker().isOwner()) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Node node = kept.node();
        Draft draft = new Draft(asked);
        for (Ask.Change<SubscriptionState> change : ask.changes()) {
            if (node.subscription(change.who()) != change.value()) {
                node = node.with(change.who(), change.value());
                draft.record(new PubsubEvent.Subscribed(node.name(), change.who(), change.value()));
                draft.say(
                        new PubsubEffect.TellSubscriber(
                                change.who(),
                                Events.subscription(node.name(), change.who(), change.value())));
            }
        }
        if (node.subscriptions().size() > limits.listed()) {
            return Draft.refuse(asked, Errors.TOO_MANY_SUBSCRIPTIONS);
        }
        draft.say(show(kept, node));
        approved(ask.changes(), kept.node(), node).forEach(draft::say);
        return draft.result();
    }

    private static List<PubsubEffect> approved(
            List<Ask.Change<SubscriptionState>> changes, Node before, Node after) {
        return changes.stream()
                .filter(change -> change.value() == SubscriptionState.SUBSCRIBED)
                .filter(change -> before.subscription(change.who()) != change.value())
                .filter(change -> after.get(NodeConfig.SEND_LAST) != SendLast.NEVER)
                .<PubsubEffect>map(change -> new PubsubEffect.SendLast(after, change.who()))
                .toList();
    }
}
