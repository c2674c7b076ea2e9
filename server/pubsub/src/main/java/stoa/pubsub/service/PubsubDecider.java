package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;

/** Which aspect decides on which request. Has no rules of its own. */
final class PubsubDecider {
    private PubsubDecider() {}

    static Decision<PubsubEvent, PubsubEffect> decide(
            PubsubState state, PubsubCommand command, Turn turn) {
        return switch (command) {
            case PubsubCommand.Forget f ->
                    Decision.<PubsubEvent, PubsubEffect>record(List.of(new PubsubEvent.Forgotten()))
                            .then(List.of(new PubsubEffect.HideAll()));
            case PubsubCommand.Forsake(var account) ->
                    OwnersTold.told(state, Forsaking.decide(state, account), account);
            case PubsubCommand.Approve answer ->
                    OwnersTold.told(state, Approving.decide(state, answer), answer.owner().bare());
            case PubsubCommand.AskPending pending -> Approving.again(state, pending);
            case PubsubCommand.Asked asked when state.isShared() ->
                    OwnersTold.told(
                            state,
                            Relaying.relayed(state, asked(state, asked, turn)),
                            asked.asker().bare());
            case PubsubCommand.Asked asked -> {
                Decision<PubsubEvent, PubsubEffect> decision =
                        Bookmarks.isOld(asked.ask())
                                ? Bookmarks.decide(state, asked, turn)
                                : asked(state, asked, turn);
                yield withImport(state, Bookmarks.withView(state, decision, turn.now()));
            }
        };
    }

    /** What older storage had is stored before anything is said. */
    private static Decision<PubsubEvent, PubsubEffect> withImport(
            PubsubState state, Decision<PubsubEvent, PubsubEffect> decision) {
        PubsubEvent.Imported imported = state.imported();
        if (imported == null) {
            return decision;
        }
        List<PubsubEvent> events = new ArrayList<>();
        events.add(imported);
        events.addAll(decision.events());
        return new Decision<>(events, decision.effects(), true);
    }

    private static Decision<PubsubEvent, PubsubEffect> asked(
            PubsubState state, PubsubCommand.Asked asked, Turn turn) {
        return switch (asked.ask()) {
            case Ask.Publish ask -> Publishing.decide(state, asked, ask, turn);
            case Ask.Retract ask -> Removing.retract(state, asked, ask);
            case Ask.Purge ask -> Removing.purge(state, asked, ask);
            case Ask.Delete ask -> Removing.delete(state, asked, ask);
            case Ask.Create ask -> Creating.decide(state, asked, ask, turn);
            case Ask.GetConfig ask -> Configuring.get(state, asked, ask);
            case Ask.SetConfig ask -> Configuring.set(state, asked, ask);
            case Ask.GetDefault ask -> Configuring.getDefault(state, asked);
            case Ask.Items ask -> Retrieving.decide(state, asked, ask, turn);
            case Ask.Subscribe ask -> Subscribing.subscribe(state, asked, ask, turn);
            case Ask.Unsubscribe ask -> Subscribing.unsubscribe(state, asked, ask);
            case Ask.GetOptions ask -> Optioning.get(state, asked, ask);
            case Ask.SetOptions ask -> Optioning.set(state, asked, ask);
            case Ask.GetDefaultOptions ask -> Optioning.getDefault(state, asked, ask);
            case Ask.Associate ask -> Collecting.associate(state, asked, ask);
            case Ask.Dissociate ask -> Collecting.dissociate(state, asked, ask);
            case Ask.OwnSubscriptions ask -> Subscribing.own(state, asked, ask);
            case Ask.GetSubscriptions ask -> Subscribing.list(state, asked, ask);
            case Ask.SetSubscriptions ask -> Subscribing.change(state, asked, ask, turn);
            case Ask.OwnAffiliations ask -> Affiliating.own(state, asked, ask);
            case Ask.GetAffiliations ask -> Affiliating.list(state, asked, ask);
            case Ask.SetAffiliations ask -> Affiliating.change(state, asked, ask, turn.limits());
            case Ask.NodeInfo ask -> Listing.info(state, asked, ask);
            case Ask.ListNodes ask -> Listing.items(state, asked, ask, turn.limits());
            case Ask.GetBookmarks ask -> Bookmarks.decide(state, asked, turn);
            case Ask.SetBookmarks ask -> Bookmarks.decide(state, asked, turn);
        };
    }
}
