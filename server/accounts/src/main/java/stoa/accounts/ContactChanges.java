package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Session;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * What follows from a change of one contact, whoever caused it: it is stored, pushed to the
 * interested resources (RFC 6121 section 2.1.6), and if the contact may now see the account's
 * presence, or no longer, that is shown.
 */
final class ContactChanges {
    private final Surroundings around;

    ContactChanges(Surroundings around) {
        this.around = around;
    }

    /** The item instead of the contact's present one; one that says nothing is removed. */
    void put(
            AccountState state,
            RosterItem item,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        RosterItem before = state.contacts().findOrBlank(item.contact());
        if (item.equals(before)) {
            return;
        }
        long version = state.contacts().nextVersion();
        boolean blank = !item.listed() && item.request() == null && !item.approved();
        events.add(
                blank
                        ? new AccountEvent.RosterRemoved(item.contact(), version)
                        : new AccountEvent.RosterPut(item, version));
        RosterView view = new RosterView(around, state);
        Element now = view.item(item.contact(), item);
        if (before.listed() || item.listed()) {
            push(state, now, view.version(version), effects);
        }
        boolean saw = ContactList.seesMe(before.subscription());
        boolean sees = ContactList.seesMe(item.subscription());
        if (saw != sees || !item.groups().equals(before.groups())) {
            ConnectedAccount after = state.connected().seenBy(around.audience(state, item));
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
            show(item, saw, sees, after, effects);
        }
    }

    private static void show(
            RosterItem item,
            boolean saw,
            boolean sees,
            ConnectedAccount after,
            List<AccountEffect> effects) {
        if (saw != sees && item.contact() instanceof BareJid contact) {
            effects.add(
                    sees
                            ? new AccountEffect.ShowTo(contact, after)
                            : new AccountEffect.HideFrom(contact, after));
        }
    }

    /** Pushes an item to the interested resources. */
    static void push(
            AccountState state, Element item, String version, List<AccountEffect> effects) {
        List<Session> interested = interested(state.connected());
        if (!interested.isEmpty()) {
            effects.add(new AccountEffect.Push(interested, item, version));
        }
    }

    static List<Session> interested(ConnectedAccount account) {
        List<Session> interested = new ArrayList<>();
        for (ConnectedResource resource : account.resources()) {
            if (resource.has(AccountFlags.INTERESTED)) {
                interested.add(resource.session());
            }
        }
        return interested;
    }
}
