package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.Subscription;
import stoa.pubsub.node.SubscriptionOptions;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * What subscribers want to be told, XEP-0060 sections 6.3 and 6.4: for oneself only, and at shared
 * services only.
 */
final class Optioning {
    private Optioning() {}

    static Decision<PubsubEvent, PubsubEffect> get(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetOptions ask) {
        PubsubState.Kept kept = state.find(ask.node());
        StanzaError refusal = refusal(state, asked.asker().bare().equals(ask.who().bare()), kept);
        if (refusal != null || kept == null) {
            return Draft.refuse(asked, refusal == null ? Errors.NO_NODE : refusal);
        }
        return switch (Subscribing.meant(kept.node(), ask.who(), ask.subid())) {
            case Subscribing.Meant.None(var why) -> Draft.refuse(asked, why);
            case Subscribing.Meant.One(var one) ->
                    Draft.answer(
                            asked,
                            Elements.pubsub(
                                    Elements.of("options", ask.node())
                                            .attribute("jid", one.who().toString())
                                            .attribute("subid", one.id())
                                            .child(one.options().toForm().toElement())
                                            .build()));
        };
    }

    static Decision<PubsubEvent, PubsubEffect> set(
            PubsubState state, PubsubCommand.Asked asked, Ask.SetOptions ask) {
        PubsubState.Kept kept = state.find(ask.node());
        StanzaError refusal = refusal(state, asked.asker().bare().equals(ask.who().bare()), kept);
        if (refusal != null || kept == null) {
            return Draft.refuse(asked, refusal == null ? Errors.NO_NODE : refusal);
        }
        return switch (Subscribing.meant(kept.node(), ask.who(), ask.subid())) {
            case Subscribing.Meant.None(var why) -> Draft.refuse(asked, why);
            case Subscribing.Meant.One(var one) -> set(asked, kept.node(), one, ask.form());
        };
    }

    private static Decision<PubsubEvent, PubsubEffect> set(
            PubsubCommand.Asked asked, Node node, Subscription one, DataForm form) {
        if (form.type() == DataForm.Type.CANCEL) {
            return Draft.answer(asked);
        }
        SubscriptionOptions options = one.options().with(form);
        if (options == null) {
            return Draft.refuse(asked, Errors.INVALID_OPTIONS);
        }
        return options.equals(one.options())
                ? Draft.answer(asked)
                : new Draft(asked)
                        .record(new PubsubEvent.Subscribed(node.name(), one.with(options)))
                        .result();
    }

    private static @Nullable StanzaError refusal(
            PubsubState state, boolean own, PubsubState.@Nullable Kept kept) {
        if (!state.isShared()) {
            return Errors.unsupported("subscription-options");
        }
        if (kept == null) {
            return Errors.NO_NODE;
        }
        return own ? null : Errors.FORBIDDEN;
    }

    /** Section 6.4: the same for all nodes. */
    static Decision<PubsubEvent, PubsubEffect> getDefault(
            PubsubState state, PubsubCommand.Asked asked, Ask.GetDefaultOptions ask) {
        if (!state.isShared()) {
            return Draft.refuse(asked, Errors.unsupported("retrieve-default-sub"));
        }
        if (ask.node() != null && state.find(ask.node()) == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element form = SubscriptionOptions.DEFAULTS.toForm().toElement();
        return Draft.answer(
                asked, Elements.pubsub(Elements.of("default", ask.node()).child(form).build()));
    }
}
