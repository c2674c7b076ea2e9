package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.hook.PresenceRoute;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Presence of the account's own resources, RFC 6121 section 4: initial, updates, unavailable, and
 * directed presence with its clean-up. Who hears it, and what a newcomer hears of the others, is
 * said by {@link PresenceFanOut}.
 */
final class Presences {
    private final Surroundings around;
    private final OfflineDelivery offline;

    Presences(Surroundings around, OfflineDelivery offline) {
        this.around = around;
        this.offline = offline;
    }

    /** Presence that a client sent to everybody (section 4.2, 4.4, 4.5). */
    Decision<AccountEvent, AccountEffect> broadcast(
            AccountState state, ConnectedResource resource, Presence presence) {
        return switch (presence.type()) {
            case AVAILABLE -> available(state, resource, presence);
            case UNAVAILABLE -> unavailable(state, resource, presence);
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED, PROBE ->
                    refuse(resource, presence, Condition.BAD_REQUEST);
            case ERROR -> Decision.nothing();
        };
    }

    private Decision<AccountEvent, AccountEffect> available(
            AccountState state, ConnectedResource resource, Presence presence) {
        boolean initial = !resource.isAvailable();
        Presence stamped = stamped(presence, resource, false).withTo(null);
        ConnectedResource now = resource.available(stamped, state.newestId());
        ConnectedAccount after = state.connected().with(now);
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        events.add(new AccountEvent.Connected(after));
        effects.add(
                new AccountEffect.Announce(
                        after,
                        now,
                        initial,
                        watched(state),
                        initial ? elsewhere(state) : List.of()));
        if (initial) {
            effects.add(
                    new AccountEffect.Life(resource.session(), AccountEffect.Life.Stage.AVAILABLE));
            pendingRequests(state, resource, effects);
        }
        if (now.takesMessages()) {
            offline.begin(state, now, events, effects);
        } else {
            offline.resourceWent(state, after, resource.session(), events, effects);
        }
        return new Decision<>(events, effects, false);
    }

    private Presence stamped(Presence presence, ConnectedResource resource, boolean again) {
        return around.stampPresence()
                .apply(new PresenceRoute.Outgoing(presence, resource.session(), again))
                .presence();
    }

    /** What the server says in presence has changed: those whom it concerns are told. */
    Decision<AccountEvent, AccountEffect> showAgain(AccountState state) {
        ConnectedAccount after = state.connected();
        List<ConnectedResource> changed = new ArrayList<>();
        for (ConnectedResource resource : state.connected().resources()) {
            Presence before = resource.presence();
            Presence now = before == null ? null : stamped(before, resource, true);
            if (now != null && !now.equals(before)) {
                ConnectedResource shown = resource.available(now, state.newestId());
                after = after.with(shown);
                changed.add(shown);
            }
        }
        if (changed.isEmpty()) {
            return Decision.nothing();
        }
        List<AccountEffect> effects = new ArrayList<>();
        for (ConnectedResource shown : changed) {
            effects.add(new AccountEffect.Announce(after, shown, false, watched(state), List.of()));
        }
        return new Decision<>(List.of(new AccountEvent.Connected(after)), effects, false);
    }

    private @Nullable List<BareJid> watched(AccountState state) {
        return around.everybodyListed(state.address()) ? null : state.contacts().watched();
    }

    private List<BareJid> elsewhere(AccountState state) {
        return state.contacts().watched().stream()
                .filter(contact -> around.isElsewhere(contact) && !state.blocks(contact))
                .toList();
    }

    /** Section 3.1.3: requests that await an answer are delivered again at each new login. */
    private static void pendingRequests(
            AccountState state, ConnectedResource resource, List<AccountEffect> effects) {
        for (RosterItem item : state.contacts().items()) {
            if (item.request() != null && !state.blocks(item.contact())) {
                effects.add(
                        new AccountEffect.SendTo(
                                resource.session(), StoredStanzas.request(state.address(), item)));
            }
        }
    }

    private Decision<AccountEvent, AccountEffect> unavailable(
            AccountState state, ConnectedResource resource, Presence presence) {
        ConnectedAccount after = state.connected().with(resource.unavailable());
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        events.add(new AccountEvent.Connected(after));
        effects.add(
                new AccountEffect.Retire(
                        after,
                        resource.isAvailable() ? presence.withTo(null) : null,
                        presence.withTo(null),
                        resource.directed()));
        if (resource.isAvailable()) { // section 4.5.2: also the resource that went hears of it
            effects.add(
                    new AccountEffect.SendTo(
                            resource.session(), presence.withTo(resource.address())));
        }
        offline.resourceWent(state, after, resource.session(), events, effects);
        return new Decision<>(events, effects, false);
    }

    /** What says that a resource is gone: to all who see it, if it was available. */
    static AccountEffect retire(ConnectedAccount after, ConnectedResource resource) {
        Presence unavailable = Binding.unavailable(resource);
        return new AccountEffect.Retire(
                after,
                resource.isAvailable() ? unavailable : null,
                unavailable,
                resource.directed());
    }

    /** Presence that a client sent to somebody (section 4.6), to a room as a rule. */
    Decision<AccountEvent, AccountEffect> directed(
            AccountState state, ConnectedResource resource, Presence presence, Receipt receipt) {
        Jid to = Objects.requireNonNull(presence.to());
        boolean shown = presence.type() == Presence.Type.AVAILABLE;
        if (shown
                && !resource.directed().contains(to)
                && resource.directed().size() >= around.settings().directedLimit()) {
            return refuse(resource, presence, Condition.RESOURCE_CONSTRAINT);
        }
        Presence stamped = shown ? stamped(presence, resource, false) : presence;
        AccountEffect route = new AccountEffect.Route(stamped, receipt);
        // Those who hear the resource's own presence hear of its end too, but only if it was
        // available.
        boolean tracked =
                (shown || presence.type() == Presence.Type.UNAVAILABLE)
                        && (!resource.isAvailable()
                                || !state.connected().audience().includes(to.bare()));
        if (!tracked || resource.directed().contains(to) == shown) {
            return Decision.speak(List.of(route));
        }
        ConnectedResource now = resource.directed(to, shown);
        ConnectedAccount after = state.connected().with(now);
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Connected(after)))
                .then(List.of(new AccountEffect.Publish(after), route));
    }

    private static Decision<AccountEvent, AccountEffect> refuse(
            ConnectedResource resource, Presence presence, Condition condition) {
        return Decision.speak(
                List.of(
                        new AccountEffect.SendTo(
                                resource.session(),
                                presence.refuse(condition.error()).withTo(resource.address()))));
    }
}
