package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.Bytes;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;

/**
 * Presence subscriptions, RFC 6121 section 3 and appendix A: requests, approvals, cancellations and
 * pre-approvals, as the owner sends them and as contacts do. People listed to each other are agreed
 * already: their requests are answered at once and nothing changes.
 */
final class Subscriptions {
    private final Surroundings around;
    private final ContactChanges changes;

    Subscriptions(Surroundings around, ContactChanges changes) {
        this.around = around;
        this.changes = changes;
    }

    /** What the owner's client sends (appendix A.2). */
    Decision<AccountEvent, AccountEffect> outbound(
            AccountState state, Session session, Presence presence, Receipt receipt) {
        Jid contact = Objects.requireNonNull(presence.to()).bare();
        if (contact.equals(state.address()) || isIgnored(presence)) {
            return Decision.nothing();
        }
        if (around.isListedTo(state.address(), contact)) {
            return agreedAlready(state, session, presence.type(), contact);
        }
        if (around.aliases().contactOf(state.address(), contact) != null) {
            return shownAgain(state, contact);
        }
        RosterItem before = state.contacts().findOrBlank(contact);
        RosterItem after = sent(before, presence.type());
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        changes.put(state, after, events, effects);
        if (isRouted(before, presence.type())) {
            Presence routed = presence.withFrom(state.address()).withTo(contact);
            effects.add(
                    placeFor(presence.type(), effects), new AccountEffect.Route(routed, receipt));
        }
        return new Decision<>(events, effects, true);
    }

    /**
     * Section 8.5.3.2.2: what is for a resource of ours that is not there is ignored, but for a
     * request, which is the account's (section 3.1.2). It changes neither roster, so that both go
     * on saying the same.
     */
    private boolean isIgnored(Presence presence) {
        if (presence.type() == Presence.Type.SUBSCRIBE
                || !(presence.to() instanceof FullJid full)
                || !around.isAccountAddress(full)) {
            return false;
        }
        ConnectedResource resource = around.registry().find(full);
        return resource == null || !resource.isReachable();
    }

    /**
     * Where the contact hears of it among what follows: of an approval when it is in force, and
     * before the presence that comes of it (section 3.1.5); of its end behind the unavailable
     * presence, as the last thing (section 3.2.2).
     */
    private static int placeFor(Presence.Type type, List<AccountEffect> effects) {
        if (type == Presence.Type.UNSUBSCRIBED) {
            return effects.size();
        }
        for (int i = 0; i < effects.size(); i++) {
            if (effects.get(i) instanceof AccountEffect.Publish) {
                return i + 1;
            }
        }
        return 0;
    }

    /** The contact's item after the owner sent that (A.2.1 to A.2.4). */
    static RosterItem sent(RosterItem item, Presence.Type type) {
        return switch (type) {
            case SUBSCRIBE ->
                    ContactList.iSee(item.subscription())
                            ? item
                            : changed(
                                    item,
                                    item.subscription(),
                                    true,
                                    item.approved(),
                                    item.request());
            case UNSUBSCRIBE ->
                    changed(
                            item,
                            withoutTo(item.subscription()),
                            false,
                            item.approved(),
                            item.request());
            case SUBSCRIBED ->
                    item.request() != null
                            ? changed(item, withFrom(item.subscription()), item.ask(), false, null)
                            : ContactList.seesMe(item.subscription())
                                    ? item
                                    : changed(item, item.subscription(), item.ask(), true, null);
            case UNSUBSCRIBED ->
                    changed(item, withoutFrom(item.subscription()), item.ask(), false, null);
            case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> item;
        };
    }

    private static boolean isRouted(RosterItem before, Presence.Type type) {
        return switch (type) {
            case SUBSCRIBE, UNSUBSCRIBE -> true;
            case SUBSCRIBED -> before.request() != null;
            case UNSUBSCRIBED ->
                    before.request() != null || ContactList.seesMe(before.subscription());
            case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> false;
        };
    }

    private Decision<AccountEvent, AccountEffect> agreedAlready(
            AccountState state, Session session, Presence.Type type, Jid contact) {
        List<AccountEffect> effects = new ArrayList<>();
        RosterView view = new RosterView(around, state);
        ContactChanges.push(state, view.itemOrRemoved(contact), view.version(), effects);
        if (type == Presence.Type.SUBSCRIBE) {
            effects.add(
                    new AccountEffect.SendTo(
                            session,
                            Presence.of(Presence.Type.SUBSCRIBED, contact, state.address())));
        }
        return Decision.speak(effects);
    }

    /** An alias' presence is nobody's to see; that it is a contact the roster says. */
    private Decision<AccountEvent, AccountEffect> shownAgain(AccountState state, Jid contact) {
        List<AccountEffect> effects = new ArrayList<>();
        RosterView view = new RosterView(around, state);
        ContactChanges.push(state, view.itemOrRemoved(contact), view.version(), effects);
        return Decision.speak(effects);
    }

    /** What a contact sends (appendix A.3). */
    Decision<AccountEvent, AccountEffect> inbound(AccountState state, Presence presence) {
        Jid contact = Objects.requireNonNull(presence.from()).bare();
        if (isIgnored(presence)) {
            return Decision.nothing();
        }
        if (around.isListedTo(state.address(), contact)) {
            return presence.type() == Presence.Type.SUBSCRIBE
                    ? Decision.speak(List.of(approve(state, contact)))
                    : Decision.nothing();
        }
        RosterItem before = state.contacts().findOrBlank(contact);
        if (presence.type() == Presence.Type.SUBSCRIBE) {
            return requested(state, presence, before);
        }
        RosterItem after = received(before, presence.type());
        if (after.equals(before)) {
            return Decision.nothing();
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        deliver(state, presence, effects);
        changes.put(state, after, events, effects);
        return new Decision<>(events, effects, true);
    }

    /**
     * What a blocked contact sends (XEP-0191 section 3.3): nobody is told and nothing is answered.
     * What it agrees to or takes back is noted, so that both rosters still say the same when it is
     * unblocked; a request is not.
     */
    Decision<AccountEvent, AccountEffect> fromBlocked(AccountState state, Presence presence) {
        Jid contact = Objects.requireNonNull(presence.from()).bare();
        RosterItem before = state.contacts().findOrBlank(contact);
        RosterItem after = received(before, presence.type());
        if (after.equals(before)
                || isIgnored(presence)
                || around.isListedTo(state.address(), contact)) {
            return Decision.nothing();
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        changes.put(state, after, events, effects);
        return new Decision<>(events, effects, true);
    }

    /** The contact's item after it sent that (A.3.2 to A.3.4). */
    static RosterItem received(RosterItem item, Presence.Type type) {
        return switch (type) {
            case SUBSCRIBED ->
                    item.ask()
                            ? changed(
                                    item,
                                    withTo(item.subscription()),
                                    false,
                                    item.approved(),
                                    item.request())
                            : item;
            case UNSUBSCRIBED ->
                    changed(
                            item,
                            withoutTo(item.subscription()),
                            false,
                            item.approved(),
                            item.request());
            case UNSUBSCRIBE ->
                    changed(
                            item,
                            withoutFrom(item.subscription()),
                            item.ask(),
                            item.approved(),
                            null);
            case SUBSCRIBE, AVAILABLE, UNAVAILABLE, PROBE, ERROR -> item;
        };
    }

    /** A.3.1, with sections 3.1.3 and 3.4.2. */
    private Decision<AccountEvent, AccountEffect> requested(
            AccountState state, Presence presence, RosterItem before) {
        if (ContactList.seesMe(before.subscription())) {
            return Decision.speak(List.of(approve(state, before.contact())));
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        if (before.approved()) {
            effects.add(approve(state, before.contact()));
            RosterItem agreed =
                    changed(before, withFrom(before.subscription()), before.ask(), false, null);
            changes.put(state, agreed, events, effects);
            return new Decision<>(events, effects, true);
        }
        if (isFull(state, before)) {
            return Decision.nothing();
        }
        boolean again = before.request() != null;
        events.add(
                new AccountEvent.RosterPut(
                        withRequest(before, StoredStanzas.bytes(presence)),
                        state.contacts().nextVersion()));
        if (!again) {
            deliver(state, presence, effects);
            effects.add(new AccountEffect.Asked(state.connected(), presence));
        }
        return new Decision<>(events, effects, true);
    }

    /** Both agree, by an invitation: they have each other's presence from now on (XEP-0401). */
    Decision<AccountEvent, AccountEffect> introduced(AccountState state, Jid contact) {
        RosterItem before = state.contacts().findOrBlank(contact);
        if (contact.equals(state.address()) || isFull(state, before)) {
            return Decision.nothing();
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        changes.put(state, changed(before, Subscription.BOTH, false, false, null), events, effects);
        return new Decision<>(events, effects, true);
    }

    /**
     * A request with a token of the owner's (XEP-0379 section 3.4): it is approved, and the other
     * is asked in turn. The token is used where it was needed.
     */
    Decision<AccountEvent, AccountEffect> preauthorized(
            AccountState state, AccountCommand.Preauthorized command) {
        Jid contact = Objects.requireNonNull(command.request().from()).bare();
        RosterItem before = state.contacts().findOrBlank(contact);
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        boolean needed =
                !state.blocks(contact)
                        && !around.isListedTo(state.address(), contact)
                        && !ContactList.seesMe(before.subscription())
                        && !isFull(state, before);
        effects.add(new AccountEffect.Complete<>(command.claim().settled(), needed));
        if (!needed) {
            effects.add(new AccountEffect.TellSelf(arrivedPlain(command)));
            return Decision.speak(effects);
        }
        events.add(new AccountEvent.InvitationUsed(command.claim().used()));
        effects.add(approve(state, contact));
        boolean asks = !ContactList.iSee(before.subscription());
        changes.put(
                state,
                changed(before, withFrom(before.subscription()), asks, false, null),
                events,
                effects);
        if (asks) {
            effects.add(
                    new AccountEffect.Route(
                            Presence.of(Presence.Type.SUBSCRIBE, state.address(), contact),
                            Receipt.NONE));
        }
        return new Decision<>(events, effects, true);
    }

    /** The request as one without a token. */
    static AccountCommand.Arrived arrivedPlain(AccountCommand.Preauthorized command) {
        return new AccountCommand.Arrived(command.request(), Receipt.NONE);
    }

    private boolean isFull(AccountState state, RosterItem before) {
        return !before.listed()
                && before.request() == null
                && state.contacts().size() >= around.settings().contactLimit();
    }

    private static AccountEffect approve(AccountState state, Jid contact) {
        return new AccountEffect.Route(
                Presence.of(Presence.Type.SUBSCRIBED, state.address(), contact), Receipt.NONE);
    }

    /** To all available resources, so that any of them can answer. */
    private static void deliver(
            AccountState state, Presence presence, List<AccountEffect> effects) {
        for (ConnectedResource resource : state.connected().resources()) {
            if (resource.isAvailable()) {
                effects.add(new AccountEffect.SendTo(resource.session(), presence));
            }
        }
    }

    private static Subscription withTo(Subscription s) {
        return ContactList.seesMe(s) ? Subscription.BOTH : Subscription.TO;
    }

    private static Subscription withoutTo(Subscription s) {
        return ContactList.seesMe(s) ? Subscription.FROM : Subscription.NONE;
    }

    private static Subscription withFrom(Subscription s) {
        return ContactList.iSee(s) ? Subscription.BOTH : Subscription.FROM;
    }

    private static Subscription withoutFrom(Subscription s) {
        return ContactList.iSee(s) ? Subscription.TO : Subscription.NONE;
    }

    private static RosterItem withRequest(RosterItem item, Bytes request) {
        return new RosterItem(
                item.contact(),
                item.listed(),
                item.name(),
                item.groups(),
                item.subscription(),
                item.ask(),
                item.approved(),
                request);
    }

    /** The item with another agreement: whoever has one is in the roster. */
    private static RosterItem changed(
            RosterItem item,
            Subscription subscription,
            boolean ask,
            boolean approved,
            @Nullable Bytes request) {
        boolean listed = item.listed() || ask || approved || subscription != Subscription.NONE;
        return new RosterItem(
                item.contact(),
                listed,
                item.name(),
                item.groups(),
                subscription,
                ask,
                approved,
                request);
    }
}
