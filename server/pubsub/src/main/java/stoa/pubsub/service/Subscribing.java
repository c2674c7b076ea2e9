package stoa.pubsub.service;

import java.util.ArrayList;
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
import stoa.pubsub.node.Subscription;
import stoa.pubsub.node.SubscriptionOptions;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Explicit subscriptions, XEP-0060 sections 6.1, 6.2, 5.6 and 8.8, for oneself only. Where the
 * owner authorizes, a subscription is pending until the owner sets it to {@code subscribed}.
 *
 * <p>To an account's node an address has one subscription. At a shared service it may have several
 * to one node, told apart by their ids (section 6.1.6), each with options of its own.
 */
final class Subscribing {
    private Subscribing() {}

    static Decision<PubsubEvent, PubsubEffect> subscribe(
            PubsubState state, PubsubCommand.Asked asked, Ask.Subscribe ask, Turn turn) {
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
        if (!state.isShared()) {
            if (ask.options() != null) {
                return Draft.refuse(asked, Errors.unsupported("subscription-options"));
            }
            if (before == after) {
                return Draft.answer(asked, answer(node, Subscription.of(ask.who(), after)));
            }
        }
        Subscription wanted = wanted(state, ask, after, turn);
        if (wanted == null) {
            return Draft.refuse(asked, Errors.INVALID_OPTIONS);
        }
        StanzaError tooMuch = tooMuch(node, wanted, turn.limits());
        return tooMuch == null
                ? subscribed(new Draft(asked), kept, wanted)
                : Draft.refuse(asked, tooMuch);
    }

    private static @Nullable Subscription wanted(
            PubsubState state, Ask.Subscribe ask, SubscriptionState after, Turn turn) {
        SubscriptionOptions options =
                ask.options() == null
                        ? SubscriptionOptions.DEFAULTS
                        : SubscriptionOptions.DEFAULTS.with(ask.options());
        String id = state.isShared() ? turn.ids().get() : "";
        return options == null ? null : new Subscription(ask.who(), id, after, options);
    }

    /** To be told the same of a collection twice is a conflict, XEP-0248 section 6.1.3. */
    private static @Nullable StanzaError tooMuch(Node node, Subscription wanted, Limits limits) {
        List<Subscription> own = node.subscriptions(wanted.who());
        boolean twice =
                node.isCollection()
                        && own.stream()
                                .filter(one -> one.who().equals(wanted.who()))
                                .anyMatch(
                                        one ->
                                                one.options()
                                                        .type()
                                                        .overlaps(wanted.options().type()));
        if (twice) {
            return Condition.CONFLICT.error("You are subscribed to that already.");
        }
        return own.size() >= limits.subscriptionsEach() || node.subscribed() >= limits.listed()
                ? Errors.TOO_MANY_SUBSCRIPTIONS
                : null;
    }

    private static Decision<PubsubEvent, PubsubEffect> subscribed(
            Draft draft, PubsubState.Kept kept, Subscription wanted) {
        Node node = kept.node().with(wanted);
        draft.record(new PubsubEvent.Subscribed(node.name(), wanted)).say(show(kept, node));
        if (wanted.isSubscribed() && sendsLast(node)) {
            draft.say(new PubsubEffect.SendLast(node, wanted, LastItem.of(kept.items().last())));
        }
        return draft.result(answer(node, wanted));
    }

    private static boolean sendsLast(Node node) {
        return node.get(NodeConfig.SEND_LAST) != SendLast.NEVER && !node.isCollection();
    }

    static PubsubEffect show(PubsubState.Kept kept, Node node) {
        return new PubsubEffect.Show(node, LastItem.of(kept.items().last()), null);
    }

    static boolean isOwn(Asker asker, Jid who) {
        return who.equals(asker.address()) || who.equals(asker.bare());
    }

    private static Element answer(Node node, Subscription subscription) {
        return Elements.pubsub(element(node.name(), subscription));
    }

    private static Element element(@Nullable String node, Subscription subscription) {
        return Elements.of("subscription", node)
                .attribute("jid", subscription.who().toString())
                .attribute("subid", subid(subscription))
                .attribute("subscription", word(subscription.state()))
                .build();
    }

    private static @Nullable String subid(Subscription subscription) {
        return subscription.id().isEmpty() ? null : subscription.id();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one subscription that is meant, or why there is none such. */
    sealed interface Meant {
        record One(Subscription subscription) implements Meant {}

        record None(StanzaError why) implements Meant {}
    }

    /** Sections 6.2.3 and 6.3.4. */
    static Meant meant(Node node, Jid who, @Nullable String subid) {
        List<Subscription> own =
                node.subscriptions(who).stream().filter(one -> one.who().equals(who)).toList();
        if (subid != null && !subid.isEmpty()) {
            for (Subscription one : own) {
                if (one.id().equals(subid)) {
                    return new Meant.One(one);
                }
            }
            return new Meant.None(Errors.INVALID_SUBID);
        }
        return switch (own.size()) {
            case 0 -> new Meant.None(Errors.NOT_SUBSCRIBED);
            case 1 -> new Meant.One(own.getFirst());
            default -> new Meant.None(Errors.SUBID_REQUIRED);
        };
    }

    static Decision<PubsubEvent, PubsubEffect> unsubscribe(
            PubsubState state, PubsubCommand.Asked asked, Ask.Unsubscribe ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (!isOwn(asked.asker(), ask.who())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        if (kept == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        return switch (meant(kept.node(), ask.who(), ask.subid())) {
            case Meant.None(var why) -> Draft.refuse(asked, why);
            case Meant.One(var subscription) -> {
                Subscription ended = subscription.with(SubscriptionState.NONE);
                Node node = kept.node().with(ended);
                yield new Draft(asked)
                        .record(new PubsubEvent.Subscribed(node.name(), ended))
                        .say(show(kept, node))
                        .result();
            }
        };
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
                node.subscriptions(asked.asker().bare())
                        .forEach(one -> list.child(element(node.name(), one)));
            }
        }
        return Draft.answer(asked, Elements.pubsub(list.build()));
    }

    /** Section 8.8.1. */
    static Decision<PubsubEvent, PubsubEffect> list(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetSubscriptions ask) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        Element.Builder list = Elements.owners("subscriptions", ask.node());
        kept.node().subscriptions().values().stream()
                .flatMap(List::stream)
                .forEach(
                        one ->
                                list.child(
                                        Elements.owners("subscription", null)
                                                .attribute("jid", one.who().toString())
                                                .attribute("subid", subid(one))
                                                .attribute("subscription", word(one.state()))
                                                .build()));
        return Draft.answer(asked, Elements.owner(list.build()));
    }

    /**
     * Section 8.8.2: what the owner says of an address counts for all its subscriptions. Those
     * concerned are told (section 8.8.4).
     */
    static Decision<PubsubEvent, PubsubEffect> change(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetSubscriptions ask, Turn turn) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null || !Owned.may(asked.asker(), kept)) {
            return Draft.refuse(asked, Owned.refused(asked.asker(), kept));
        }
        Node node = kept.node();
        List<Subscription> changed = new ArrayList<>();
        for (Ask.Change<SubscriptionState> change : ask.changes()) {
            List<Subscription> now = changed(state, node, change, turn);
            for (Subscription one : now) {
                node = node.with(one);
            }
            changed.addAll(now);
            if (node.subscriptions(change.who()).size() > turn.limits().subscriptionsEach()) {
                return Draft.refuse(asked, Errors.TOO_MANY_SUBSCRIPTIONS);
            }
        }
        if (node.subscribed() > turn.limits().listed()) {
            return Draft.refuse(asked, Errors.TOO_MANY_SUBSCRIPTIONS);
        }
        Draft draft = new Draft(asked);
        settle(draft, kept, node, changed);
        return draft.result();
    }

    /**
     * What others than the subscribers have changed: they are told (section 8.8.4), and sent the
     * last item when they have been let in.
     *
     * @param node as it is with the changes
     */
    static void settle(Draft draft, PubsubState.Kept kept, Node node, List<Subscription> changed) {
        for (Subscription one : changed) {
            draft.record(new PubsubEvent.Subscribed(node.name(), one))
                    .say(
                            new PubsubEffect.TellSubscriber(
                                    one.who(), Events.subscription(node.name(), one)));
        }
        draft.say(show(kept, node));
        for (Subscription one : changed) {
            if (one.isSubscribed() && sendsLast(node)) {
                draft.say(new PubsubEffect.SendLast(node, one, LastItem.of(kept.items().last())));
            }
        }
    }

    private static List<Subscription> changed(
            PubsubState state, Node node, Ask.Change<SubscriptionState> change, Turn turn) {
        List<Subscription> there =
                node.subscriptions(change.who()).stream()
                        .filter(one -> one.who().equals(change.who()))
                        .toList();
        if (there.isEmpty() && change.value() != SubscriptionState.NONE) {
            String id = state.isShared() ? turn.ids().get() : "";
            return List.of(
                    new Subscription(
                            change.who(), id, change.value(), SubscriptionOptions.DEFAULTS));
        }
        return there.stream()
                .filter(one -> one.state() != change.value())
                .map(one -> one.with(change.value()))
                .toList();
    }
}
