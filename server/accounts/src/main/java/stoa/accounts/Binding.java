package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Attention;
import stoa.core.session.Session;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Binding and ending resources, RFC 6120 section 7. The newer of two sessions with one full JID
 * stays (section 7.7.2.2). An account that has as many as it may gets one more in the place of one
 * that waits for resumption (XEP-0198 section 5): whoever lost one page after the other is not kept
 * out by what nobody holds any more.
 */
final class Binding {
    private static final StanzaError GONE =
            Condition.NOT_AUTHORIZED.error("This account does not exist any more.");
    private static final StanzaError TOO_MANY =
            Condition.RESOURCE_CONSTRAINT.error("Too many connections of this account.");

    private final Surroundings around;

    Binding(Surroundings around) {
        this.around = around;
    }

    Decision<AccountEvent, AccountEffect> bind(AccountState state, AccountCommand.Bind command) {
        Session session = command.session();
        ConnectedAccount before = state.connected();
        ConnectedResource older = before.resource(session.address());
        List<AccountEffect> effects = new ArrayList<>();
        StanzaError refusal =
                around.directory().exists(state.address())
                        ? older == null ? makeRoom(before, effects) : null
                        : GONE;
        if (refusal != null) {
            return Decision.speak(List.of(new AccountEffect.Complete<>(command.bound(), refusal)));
        }
        ConnectedAccount after = before.with(ConnectedResource.bound(session));
        if (older == null) {
            effects.add(new AccountEffect.Publish(after));
        } else {
            effects.add(
                    new AccountEffect.End(
                            older.session(), "conflict", "Replaced by a new connection."));
            effects.add(Presences.retire(after, older));
            effects.add(new AccountEffect.Life(older.session(), AccountEffect.Life.Stage.ENDED));
        }
        effects.add(new AccountEffect.Life(session, AccountEffect.Life.Stage.BOUND));
        effects.add(new AccountEffect.Complete<@Nullable StanzaError>(command.bound(), null));
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Connected(after)))
                .then(effects);
    }

    /**
     * Ends the oldest sessions that are without a stream until one more is within the limit; they
     * are among the resources until they have given back what they could not deliver.
     *
     * @return why there is no room, or null
     */
    private @Nullable StanzaError makeRoom(
            ConnectedAccount connected, List<AccountEffect> effects) {
        int tooMany = connected.resources().size() + 1 - around.settings().resourceLimit();
        for (ConnectedResource resource : connected.resources()) {
            if (tooMany > 0 && resource.session().attention() == Attention.AWAY) {
                effects.add(
                        new AccountEffect.End(
                                resource.session(),
                                "resource-constraint",
                                "A newer connection took the place."));
                tooMany--;
            }
        }
        return tooMany > 0 ? TOO_MANY : null;
    }

    /** A session is over: it is taken away, and everybody who saw it is told. */
    static ConnectedAccount ended(
            AccountState state, ConnectedResource resource, List<AccountEffect> effects) {
        ConnectedAccount after = state.connected().without(resource.session());
        effects.add(Presences.retire(after, resource));
        effects.add(new AccountEffect.Life(resource.session(), AccountEffect.Life.Stage.ENDED));
        return after;
    }

    Decision<AccountEvent, AccountEffect> setFlag(
            AccountState state, AccountCommand.SetFlag command) {
        ConnectedResource resource = state.resource(command.session());
        if (resource == null) {
            return Decision.speak(List.of(new AccountEffect.Complete<>(command.done(), false)));
        }
        ConnectedAccount after =
                state.connected().with(resource.with(command.flag(), command.on()));
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Connected(after)))
                .then(
                        List.of(
                                new AccountEffect.Publish(after),
                                new AccountEffect.Complete<>(command.done(), true)));
    }

    /**
     * The session reads the archive itself (XEP-0313): what was missed need not be sent to it. What
     * has its place in the archive when it asks, it gets; what comes later and is not sent to it,
     * {@link Arriving} notes.
     *
     * @param ask what it asked the archive, or whom to tell
     */
    Decision<AccountEvent, AccountEffect> readsArchive(
            AccountState state, Session session, AccountEffect ask) {
        ConnectedResource resource = state.resource(session);
        if (resource == null || resource.readUpToId() == ConnectedResource.ALL) {
            return Decision.speak(List.of(ask));
        }
        ConnectedAccount after = state.connected().with(resource.read(ConnectedResource.ALL));
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Connected(after)))
                .then(List.of(new AccountEffect.Publish(after), ask));
    }

    /** The account is gone: so are its sessions. */
    Decision<AccountEvent, AccountEffect> deleted(AccountState state) {
        List<AccountEffect> effects = new ArrayList<>();
        BlockList none = BlockList.empty(state.address());
        effects.add(new AccountEffect.PublishBlocks(none));
        for (ConnectedResource resource : state.connected().resources()) {
            effects.add(
                    new AccountEffect.End(
                            resource.session(), "not-authorized", "The account was removed."));
        }
        // The store has forgotten the list with the account.
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.BlockListChanged(none, List.of(), List.of())))
                .then(effects);
    }

    /**
     * The store has forgotten the account, and so does the entity: a later account of that name
     * shall find nothing. Who had agreed with it on presence is told that this is over (XEP-0077
     * section 3.2).
     */
    Decision<AccountEvent, AccountEffect> forget(AccountState state, Roster contacts) {
        ConnectedAccount alone = state.connected().seenBy(audienceOfNobody(state));
        List<AccountEffect> effects = new ArrayList<>();
        effects.add(new AccountEffect.Publish(alone));
        for (Roster.Entry entry : contacts.entries()) {
            RosterItem item = entry.item();
            if (ContactList.seesMe(item.subscription()) && item.contact() instanceof BareJid who) {
                effects.add(new AccountEffect.HideFrom(who, alone));
            }
            RosterRequests.tellEnd(state, item, effects);
        }
        return Decision.<AccountEvent, AccountEffect>record(
                        List.of(new AccountEvent.Forgotten(), new AccountEvent.Connected(alone)))
                .then(effects);
    }

    /** Those who had agreed with it on presence see it no more, whoever has its name next. */
    private RosterAudience audienceOfNobody(AccountState state) {
        return RosterAudience.of(
                around.directory(),
                around.settings(),
                state.address(),
                new ContactList(Roster.EMPTY),
                null);
    }

    /** Whoever has signed in with a password that is not the account's any more signs in again. */
    Decision<AccountEvent, AccountEffect> endOthers(
            AccountState state, AccountCommand.EndOthers command) {
        List<AccountEffect> effects = new ArrayList<>();
        for (ConnectedResource resource : state.connected().resources()) {
            if (resource.session() != command.but()) {
                effects.add(
                        new AccountEffect.End(
                                resource.session(), "not-authorized", command.text()));
            }
        }
        return Decision.speak(effects);
    }

    static Presence unavailable(ConnectedResource resource) {
        return Presence.of(Presence.Type.UNAVAILABLE, resource.address(), null);
    }
}
