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
        if (contact.equals(state.address())) {
            return Decision.nothing();
        }
        if (around.isListedTo(state.address(), contact)) {
            return agreedAlready(state, session, presence.type(), contact);
        }
        RosterItem before = state.contacts().findOrBlank(contact);
        RosterItem after = sent(before, presence.type());
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        changes.put(state, after, events, effects);
        if (isRouted(before, presence.type())) {
            Presence routed = presence.withFrom(state.address()).withTo(contact);
            // Before the presence that may follow from it (section 3.1.5).
            effects.addFirst(new AccountEffect.Route(routed, receipt));
        }
        return new Decision<>(events, effects, true);
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

    /** What a contact sends (appendix A.3). */
    Decision<AccountEvent, AccountEffect> inbound(AccountState state, Presence presence) {
        Jid contact = Objects.requireNonNull(presence.from()).bare();
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
        if (after.equals(before) || around.isListedTo(state.address(), contact)) {
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
        boolean full =
                !before.listed()
                        && before.request() == null
                        && state.contacts().size() >= around.settings().contactLimit();
        if (full) {
            return Decision.nothing();
        }
        boolean again = before.request() != null;
        events.add(
                new AccountEvent.RosterPut(
                        withRequest(before, StoredStanzas.bytes(presence)),
                        state.contacts().nextVersion()));
        if (!again) {
            deliver(state, presence, effects);
        }
        return new Decision<>(events, effects, true);
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
