package stoa.accounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.entity.EntityKind;
import stoa.core.hook.IqRequest;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockRemoved;
import stoa.store.block.BlockSaved;
import stoa.store.offline.OfflineMarkCleared;
import stoa.store.offline.OfflineMarkMoved;
import stoa.store.offline.OfflineMarkSaved;
import stoa.store.roster.RosterItemRemoved;
import stoa.store.roster.RosterItemSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Binds the aspects of an account to the entity runtime: which aspect decides which command, and
 * what an event writes. Has no rules of its own.
 */
final class AccountEntity
        implements EntityKind<BareJid, AccountState, AccountCommand, AccountEvent, AccountEffect> {
    private final Function<BareJid, CompletionStage<AccountState>> loader;
    private final Voice voice;
    private final Binding binding;
    private final Presences presences;
    private final RosterRequests rosters;
    private final BlockRequests blocking;
    private final Subscriptions subscriptions;
    private final Sending sending;
    private final Arriving arriving;
    private final OfflineDelivery offline;
    private final Undelivered undelivered;

    AccountEntity(
            Surroundings around,
            Function<BareJid, CompletionStage<AccountState>> loader,
            Voice voice) {
        this.loader = loader;
        this.voice = voice;
        ContactChanges changes = new ContactChanges(around);
        Talk talk = new Talk(around, changes);
        offline = new OfflineDelivery(around);
        binding = new Binding(around);
        presences = new Presences(around, offline);
        rosters = new RosterRequests(around, changes);
        blocking = new BlockRequests(around);
        subscriptions = new Subscriptions(around, changes);
        sending = new Sending(around, talk);
        arriving = new Arriving(around, talk, offline);
        undelivered = new Undelivered(around, offline);
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public CompletionStage<AccountState> load(BareJid key) {
        return loader.apply(key);
    }

    @Override
    public Decision<AccountEvent, AccountEffect> decide(
            BareJid key, AccountState state, AccountCommand command, Instant now) {
        return switch (command) {
            case AccountCommand.FromClient(var session, var stanza, var receipt) ->
                    fromClient(state, session, stanza, receipt);
            case AccountCommand.Chat chat -> arriving.chat(state, chat);
            case AccountCommand.Arrived(var stanza, var receipt) -> arrived(state, stanza, receipt);
            case AccountCommand.Bind bind -> binding.bind(state, bind);
            case AccountCommand.Ended ended -> undelivered.ended(state, ended);
            case AccountCommand.SetFlag flag -> binding.setFlag(state, flag);
            case AccountCommand.ReadsArchive(var session, var done) ->
                    binding.readsArchive(state, session, new AccountEffect.Complete<>(done, true));
            case AccountCommand.PeopleChanged changed -> rosters.peopleChanged(state, changed);
            case AccountCommand.ContactsChanged(var contacts) ->
                    rosters.contactsChanged(state, contacts);
            case AccountCommand.ShowAgain s -> presences.showAgain(state);
            case AccountCommand.Look(var at) ->
                    Decision.speak(
                            List.of(new AccountEffect.Collect(state.connected(), List.of(at))));
            case AccountCommand.OfflineRead page -> offline.read(state, page);
            case AccountCommand.OfflineSent done -> offline.sent(state, done, arriving);
            case AccountCommand.CatchUp() -> offline.catchUp(state);
            case AccountCommand.Acknowledged(var session, long upToId) ->
                    offline.acknowledged(state, session, upToId);
            case AccountCommand.Deleted() -> binding.deleted(state);
            case AccountCommand.Forget(var contacts) -> binding.forget(state, contacts);
            case AccountCommand.EndOthers end -> binding.endOthers(state, end);
            case AccountCommand.Introduced(var contact) -> subscriptions.introduced(state, contact);
            case AccountCommand.Preauthorized request ->
                    subscriptions.preauthorized(state, request);
        };
    }

    private Decision<AccountEvent, AccountEffect> fromClient(
            AccountState state, Session session, Stanza stanza, Receipt receipt) {
        return switch (stanza) {
            case Message message -> sending.sends(state, session, message, receipt);
            case Presence presence -> presence(state, session, presence, receipt);
            case Iq iq -> iq(state, session, iq, receipt);
        };
    }

    private Decision<AccountEvent, AccountEffect> presence(
            AccountState state, Session session, Presence presence, Receipt receipt) {
        ConnectedResource resource = state.resource(session);
        if (resource == null) {
            return Decision.nothing(); // replaced by a newer session of the same address
        }
        if (presence.to() == null) {
            return presences.broadcast(state, resource, presence);
        }
        if (state.blocks(presence.to())) {
            return refuseBlocked(session, presence);
        }
        return switch (presence.type()) {
            case AVAILABLE, UNAVAILABLE -> presences.directed(state, resource, presence, receipt);
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED ->
                    subscriptions.outbound(state, session, presence, receipt);
            case PROBE, ERROR ->
                    Decision.speak(List.of(new AccountEffect.Route(presence, receipt)));
        };
    }

    private Decision<AccountEvent, AccountEffect> iq(
            AccountState state, Session session, Iq iq, Receipt receipt) {
        Jid to = iq.to();
        if (state.blocks(to)) {
            return refuseBlocked(session, iq);
        }
        if (to != null && !to.equals(state.address())) {
            return Decision.speak(List.of(new AccountEffect.Route(iq, receipt)));
        }
        if (!iq.isRequest()) {
            return Decision.speak(List.of(new AccountEffect.Answered(session, iq)));
        }
        Element payload = iq.payload();
        if (payload != null && payload.is("query", RosterView.NAMESPACE)) {
            return rosters.request(state, session, iq);
        }
        if (payload != null && BlockRequests.takes(payload)) {
            return blocking.request(state, session, iq.withTo(state.address()), payload);
        }
        if (payload != null && offline.mustWait(state, session, payload)) {
            return Decision.note(
                    List.of(
                            new AccountEvent.QuestionQueued(
                                    // whoever only asks may lose the answer with the server
                                    new AccountCommand.FromClient(session, iq, Receipt.NONE))));
        }
        AccountEffect ask =
                new AccountEffect.Ask(new IqRequest(iq.withTo(state.address()), session), receipt);
        return iq.type() == Iq.Type.SET && payload != null && ArchiveReads.isToTheEnd(payload)
                ? binding.readsArchive(state, session, ask)
                : Decision.speak(List.of(ask));
    }

    /** XEP-0191 section 3.3: to a blocked address nothing is routed. */
    private static Decision<AccountEvent, AccountEffect> refuseBlocked(
            Session session, Stanza stanza) {
        return isAnswered(stanza)
                ? Decision.speak(
                        List.of(
                                new AccountEffect.SendTo(
                                        session,
                                        stanza.refuse(BlockRequests.BLOCKED)
                                                .withTo(session.address()))))
                : Decision.nothing();
    }

    private Decision<AccountEvent, AccountEffect> arrived(
            AccountState state, Stanza stanza, Receipt receipt) {
        if (state.blocks(stanza.from())) {
            return switch (stanza) {
                case Presence presence -> subscriptions.fromBlocked(state, presence);
                case Message message -> arriving.fromBlocked(message);
                case Iq iq -> Decision.nothing();
            };
        }
        return switch (stanza) {
            case Message message -> arriving.fromOthers(state, message, receipt);
            case Presence presence ->
                    switch (presence.type()) {
                        case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED ->
                                subscriptions.inbound(state, presence);
                        case PROBE -> arriving.probe(state, presence);
                        case AVAILABLE, UNAVAILABLE, ERROR -> arriving.presence(state, presence);
                    };
            case Iq iq -> Decision.nothing(); // the router answers these
        };
    }

    @Override
    public AccountState apply(AccountState state, AccountEvent event) {
        return state.apply(event);
    }

    @Override
    public List<Change> changes(BareJid key, AccountEvent event) {
        return switch (event) {
            case AccountEvent.Archived archived -> List.of(archived.append());
            case AccountEvent.RosterPut(var item, long version) ->
                    List.of(new RosterItemSaved(key, item, version));
            case AccountEvent.RosterRemoved(var contact, long version) ->
                    List.of(new RosterItemRemoved(key, contact, version));
            case AccountEvent.BlockListChanged(var now, var added, var removed) -> {
                List<Change> changes = new ArrayList<>(added.size() + removed.size());
                added.forEach(item -> changes.add(new BlockSaved(new BlockEntry(key, item))));
                removed.forEach(item -> changes.add(new BlockRemoved(new BlockEntry(key, item))));
                yield changes;
            }
            case AccountEvent.Reported(var report, long atMs) -> List.of(report);
            case AccountEvent.OfflineFrom(long afterId) ->
                    List.of(new OfflineMarkSaved(key, afterId));
            case AccountEvent.OfflineDone() -> List.of(new OfflineMarkCleared(key));
            case AccountEvent.Acknowledged(long upToId) ->
                    List.of(new OfflineMarkMoved(key, upToId));
            case AccountEvent.InvitationUsed(var used) -> List.of(used);
            case AccountEvent.Forgotten f -> List.of();
            case AccountEvent.NothingUnderWay n -> List.of();
            case AccountEvent.OutOfOrder o -> List.of();
            case AccountEvent.Told t -> List.of();
            case AccountEvent.Connected c -> List.of();
            case AccountEvent.OfflineStarted s -> List.of();
            case AccountEvent.OfflineQueued q -> List.of();
            case AccountEvent.QuestionQueued q -> List.of();
            case AccountEvent.SentEarly e -> List.of();
            case AccountEvent.OfflineStopped s -> List.of();
        };
    }

    @Override
    public void perform(BareJid key, AccountEffect effect) {
        voice.perform(key, effect);
    }

    @Override
    public List<AccountEffect> refuse(BareJid key, AccountCommand command, StanzaError error) {
        return switch (command) {
            case AccountCommand.FromClient(var session, var stanza, var receipt) ->
                    isAnswered(stanza)
                            ? List.of(
                                    new AccountEffect.SendTo(
                                            session,
                                            stanza.refuse(error).withTo(session.address())))
                            : List.of();
            case AccountCommand.Arrived(var stanza, var receipt) -> notTaken(stanza, error);
            case AccountCommand.Chat chat -> refuse(key, chat, error);
            case AccountCommand.Bind bind ->
                    List.of(new AccountEffect.Complete<@Nullable StanzaError>(bind.bound(), error));
            case AccountCommand.SetFlag flag ->
                    List.of(new AccountEffect.Complete<>(flag.done(), false));
            case AccountCommand.ReadsArchive reads ->
                    List.of(new AccountEffect.Complete<>(reads.done(), false));
            case AccountCommand.Ended ended -> List.of(new AccountEffect.TellAgain(ended));
            case AccountCommand.Deleted deleted -> List.of(new AccountEffect.TellAgain(deleted));
            case AccountCommand.Forget forget -> List.of(new AccountEffect.TellAgain(forget));
            case AccountCommand.EndOthers end -> List.of(new AccountEffect.TellAgain(end));
            case AccountCommand.Introduced i -> List.of(new AccountEffect.TellAgain(i));
            case AccountCommand.Preauthorized request ->
                    List.of(
                            new AccountEffect.Complete<>(request.claim().settled(), false),
                            new AccountEffect.TellAgain(Subscriptions.arrivedPlain(request)));
            case AccountCommand.Acknowledged a -> List.of(); // the next one says as much
            case AccountCommand.PeopleChanged p -> List.of();
            case AccountCommand.ContactsChanged c -> List.of(new AccountEffect.TellAgain(c));
            case AccountCommand.Look l -> List.of();
            case AccountCommand.ShowAgain s -> List.of(new AccountEffect.TellAgain(s));
            case AccountCommand.CatchUp c -> List.of(new AccountEffect.TellAgain(c));
            case AccountCommand.OfflineRead o ->
                    List.of(new AccountEffect.TellAgain(new AccountCommand.CatchUp()));
            case AccountCommand.OfflineSent o ->
                    List.of(new AccountEffect.TellAgain(new AccountCommand.CatchUp()));
        };
    }

    /**
     * What is stored must arrive, if late, and its sender's client is not told before that it has:
     * should the server go down first, it sends again. What is not stored is answered.
     */
    private static List<AccountEffect> refuse(
            BareJid key, AccountCommand.Chat chat, StanzaError error) {
        Message message = chat.message();
        ArchiveSlot slot = chat.slot();
        if (slot != null) {
            Message late =
                    message.has("delay", Delay.NAMESPACE)
                            ? message
                            : message.with(
                                    Delay.of(key.domain(), ArchiveSlot.epochMillis(slot.id())));
            return List.of(
                    new AccountEffect.TellAgain(
                            new AccountCommand.Chat(late, null, slot, chat.receipt())));
        }
        return notTaken(message, error);
    }

    /**
     * A message that came back goes past the account to the client that wrote it: nobody else would
     * tell that it was not delivered, and an error is not answered with one.
     */
    private static List<AccountEffect> notTaken(Stanza stanza, StanzaError error) {
        if (isAnswered(stanza)) {
            return List.of(new AccountEffect.Route(stanza.refuse(error), Receipt.NONE));
        }
        return stanza instanceof Message message && message.to() instanceof FullJid
                ? List.of(new AccountEffect.SendPast(message))
                : List.of();
    }

    /** Whether a refusal of it is told: not of errors and answers. */
    static boolean isAnswered(Stanza stanza) {
        return !stanza.isError() && !(stanza instanceof Iq iq && !iq.isRequest());
    }

    @Override
    public boolean mustTake(AccountCommand command) {
        return command instanceof AccountCommand.Ended
                || command instanceof AccountCommand.Deleted
                || command instanceof AccountCommand.Forget
                || command instanceof AccountCommand.EndOthers;
    }

    @Override
    public boolean mayUnload(@Nullable AccountState state) {
        return state == null || state.connected().isEmpty();
    }
}
