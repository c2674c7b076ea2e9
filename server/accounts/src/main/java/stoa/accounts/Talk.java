package stoa.accounts;

import java.util.List;
import stoa.core.route.ConnectedAccount;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.xmpp.jid.BareJid;

/**
 * People of one domain who have talked stay in each other's rosters, also when the domain has grown
 * too large for everybody to be listed: each side notes the other as a contact once. Where the
 * listing is turned off altogether, rosters are the users' own.
 */
final class Talk {
    private final Surroundings around;
    private final ContactChanges changes;

    Talk(Surroundings around, ContactChanges changes) {
        this.around = around;
        this.changes = changes;
    }

    /** Whether the two have not talked before, as far as rosters tell. */
    boolean isNew(AccountState state, BareJid other) {
        return around.directory().mayListEverybody()
                && other.domain().equals(state.address().domain())
                && state.contacts().find(other) == null
                && !other.equals(state.address())
                && around.isAccountAddress(other)
                && state.contacts().size() < around.settings().contactLimit();
    }

    /** Notes the other side as a contact. */
    void begin(
            AccountState state,
            BareJid other,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        RosterItem item =
                new RosterItem(other, true, null, List.of(), Subscription.BOTH, false, false, null);
        if (around.everybodyListed(state.address())) {
            // Nobody sees a difference: they are in each other's rosters already.
            ConnectedAccount after = state.connected().seenBy(around.audience(state, item));
            events.add(new AccountEvent.RosterPut(item, state.contacts().nextVersion()));
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
        } else {
            changes.put(state, item, events, effects);
        }
    }
}
