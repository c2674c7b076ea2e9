package stoa.accounts;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.AccountEffect.Life.Stage;
import stoa.core.hook.ClientAnswer;
import stoa.core.hook.Hooks;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.MessageRoute.Arrived;
import stoa.core.hook.MessageRoute.Sent;
import stoa.core.hook.Observe;
import stoa.core.hook.PresenceRoute;
import stoa.core.hook.SessionLife;
import stoa.core.hook.StanzaIds;
import stoa.core.hook.Target;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.IqDispatcher;
import stoa.core.route.Router;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Speaks what accounts have decided: hands it to sessions, to other accounts' mailboxes, to the
 * router and to the hooks. On an event loop or the journal thread, in each account's order; never
 * blocks and reads no account's state.
 */
final class Voice {
    private static final Logger LOG = LoggerFactory.getLogger(Voice.class);

    /** What the voice needs of the runtime it speaks for. */
    interface Accounts {
        void tell(BareJid account, AccountCommand command, Runnable released);

        void tellLater(BareJid account, AccountCommand command, Runnable released);

        void readOffline(BareJid account, AccountEffect.ReadOffline read);
    }

    private final Surroundings around;
    private final Router router;
    private final IqDispatcher iqs;
    private final Accounts accounts;
    private final PresenceFanOut presence;
    private final Observe<Sent>.Chain sent;
    private final Observe<Arrived>.Chain delivered;
    private final Observe<PresenceRoute.Shown>.Chain shown;
    private final Observe<PresenceRoute.Looked>.Chain looked;
    private final Observe<PresenceRoute.Asked>.Chain asked;
    private final Observe<PresenceRoute.Heard>.Chain heard;
    private final Observe<PresenceRoute.Admitted>.Chain admitted;
    private final Observe<ClientAnswer>.Chain answered;
    private final Observe<Session>.Chain bound;
    private final Observe<Session>.Chain available;
    private final Observe<Session>.Chain ended;
    private final AtomicLong pushes = new AtomicLong();

    Voice(
            Surroundings around,
            Router router,
            Hooks hooks,
            PresenceFanOut presence,
            Accounts accounts) {
        this.around = around;
        this.router = router;
        this.iqs = new IqDispatcher(hooks);
        this.accounts = accounts;
        this.presence = presence;
        this.sent = hooks.observersOf(MessageRoute.SENT);
        this.delivered = hooks.observersOf(MessageRoute.DELIVERED);
        this.shown = hooks.observersOf(PresenceRoute.SHOWN);
        this.looked = hooks.observersOf(PresenceRoute.LOOKED);
        this.asked = hooks.observersOf(PresenceRoute.ASKED);
        this.heard = hooks.observersOf(PresenceRoute.HEARD);
        this.admitted = hooks.observersOf(PresenceRoute.ADMITTED);
        this.answered = hooks.observersOf(ClientAnswer.RECEIVED);
        this.bound = hooks.observersOf(SessionLife.BOUND);
        this.available = hooks.observersOf(SessionLife.AVAILABLE);
        this.ended = hooks.observersOf(SessionLife.ENDED);
    }

    void perform(BareJid me, AccountEffect effect) {
        switch (effect) {
            case AccountEffect.Speak speak -> speak(speak);
            case AccountEffect.Deliver deliver -> deliver(me, deliver);
            case AccountEffect.SendTo(var session, var stanza) -> session.send(stanza);
            case AccountEffect.Route(var stanza, var receipt) ->
                    router.route(stanza, receipt.retain());
            case AccountEffect.Ask(var request, var receipt) ->
                    iqs.dispatch(
                            Target.ACCOUNT,
                            request,
                            answer -> answer(request.session(), answer),
                            receipt.retain());
            case AccountEffect.Asked(var account, var request) ->
                    asked.tell(new PresenceRoute.Asked(account, request));
            case AccountEffect.Answered(var session, var answer) ->
                    answered.tell(new ClientAnswer(session, answer));
            case AccountEffect.Publish(var account) -> around.registry().publish(account);
            case AccountEffect.Announce announce -> announce(announce);
            case AccountEffect.Retire retire -> retire(retire);
            case AccountEffect.Heard(var what) -> heard.tell(what);
            case AccountEffect.ShowTo(var contact, var account) -> showTo(contact, account);
            case AccountEffect.HideFrom(var contact, var account) ->
                    presence.hide(account, contact);
            case AccountEffect.Collect collect -> collect(collect);
            case AccountEffect.Forget(var account) -> {
                for (ConnectedResource resource : account.resources()) {
                    if (resource.isAvailable()) {
                        presence.forget(account, resource);
                    }
                }
            }
            case AccountEffect.Push push -> push(me, push);
            case AccountEffect.PublishBlocks(var list) -> around.blocks().publish(list);
            case AccountEffect.PushBlocks(var sessions, var payload) -> push(me, sessions, payload);
            case AccountEffect.Part(var account, var before, var now) ->
                    presence.part(account, before, now);
            case AccountEffect.Reunite(var account, var before, var now) ->
                    reunite(account, before, now);
            case AccountEffect.NoteReport(var report, boolean stored) ->
                    LOG.info(
                            "report_{} reporter={} reported={} reason={}",
                            stored ? "filed" : "over_limit",
                            report.reporter(),
                            report.reported(),
                            report.reason());
            case AccountEffect.Complete<?> complete -> complete(complete);
            case AccountEffect.End(var session, var condition, var text) ->
                    session.end(condition, text);
            case AccountEffect.Life(var session, var stage) -> life(session, stage);
            case AccountEffect.ReadOffline read -> accounts.readOffline(me, read);
            case AccountEffect.SendLate late -> sendLate(me, late);
            case AccountEffect.TellSelf(var command) -> accounts.tell(me, command, () -> {});
            case AccountEffect.TellAgain(var command) -> tellAgain(me, command);
            case AccountEffect.SendPast(var message) -> sendPast(message);
        }
    }

    private void sendPast(Message message) {
        Jid from = message.from();
        if (from != null && message.to() instanceof FullJid to) {
            router.send(EncodedStanza.of(message.toElement()), from, to);
        }
    }

    private void tellAgain(BareJid me, AccountCommand command) {
        if (!(command instanceof AccountCommand.Chat chat)) {
            accounts.tellLater(me, command, () -> {});
            return;
        }
        around.late().waitsFor(me);
        Runnable handled = chat.receipt().retain();
        accounts.tellLater(
                me,
                command,
                () -> {
                    around.late().hasCome(me);
                    handled.run();
                });
    }

    private void speak(AccountEffect.Speak speak) {
        if (around.isElsewhere(speak.to())) {
            router.route(speak.message(), speak.receipt().retain());
        } else {
            accounts.tell(
                    speak.to(),
                    new AccountCommand.Chat(
                            speak.message(), speak.encoded(), speak.slot(), speak.receipt()),
                    speak.receipt().retain());
        }
        Session session = speak.session();
        if (session != null && !sent.isEmpty()) {
            sent.tell(new Sent(speak.message(), speak.slot(), speak.account(), session));
        }
    }

    private void deliver(BareJid me, AccountEffect.Deliver deliver) {
        List<ConnectedResource> to = deliver.to();
        if (!to.isEmpty()) {
            hand(me, deliver, to);
        }
        if (!delivered.isEmpty()) {
            delivered.tell(new Arrived(deliver.message(), deliver.slot(), deliver.account(), to));
        }
    }

    /** Encoded once for all of them, and with {@code to} as it was written. */
    private static void hand(
            BareJid me, AccountEffect.Deliver deliver, List<ConnectedResource> to) {
        ArchiveSlot slot = deliver.slot();
        EncodedStanza encoded = deliver.encoded();
        if (encoded == null && (slot != null || to.size() > 1)) {
            encoded = EncodedStanza.of(deliver.message().toElement());
        }
        if (encoded == null) {
            to.getFirst().session().send(deliver.message());
            return;
        }
        if (slot != null) {
            encoded = encoded.withLastChild(StanzaIds.encoded(me, slot.id()));
        }
        Jid written = deliver.message().to();
        Jid address = written == null ? me : written;
        long id = slot == null ? 0 : slot.id();
        for (int i = 0; i < to.size(); i++) {
            to.get(i).session().send(encoded, address, id);
        }
    }

    private void sendLate(BareJid me, AccountEffect.SendLate late) {
        Message stamped = late.message().with(StanzaIds.of(me, late.id()));
        if (!stamped.has("delay", Delay.NAMESPACE)) { // it may have been late before
            stamped = stamped.with(Delay.of(me.domain(), ArchiveSlot.epochMillis(late.id())));
        }
        EncodedStanza encoded = EncodedStanza.of(stamped.toElement());
        Jid address = stamped.to() == null ? me : stamped.to();
        for (Session session : late.sessions()) {
            session.send(encoded, address, late.id());
        }
    }

    private void announce(AccountEffect.Announce announce) {
        around.registry().publish(announce.account());
        EncodedStanza encoded = announce.resource().encoded();
        if (encoded != null) {
            presence.tell(announce.account(), announce.resource().address(), encoded);
        }
        if (announce.initial()) {
            presence.collect(announce.account(), announce.resource(), announce.watched());
            presence.elsewhere().probe(announce.resource().address(), announce.elsewhere());
        }
        if (!shown.isEmpty()) {
            shown.tell(
                    new PresenceRoute.Shown(
                            announce.account(),
                            announce.resource(),
                            announce.initial(),
                            announce.watched()));
        }
    }

    private void retire(AccountEffect.Retire retire) {
        around.registry().publish(retire.account());
        around.watches().end((FullJid) Objects.requireNonNull(retire.unavailable().from()));
        Presence toAll = retire.toAll();
        if (toAll != null) {
            presence.tell(
                    retire.account(),
                    (FullJid) Objects.requireNonNull(toAll.from()),
                    EncodedStanza.of(toAll.toElement()));
        }
        retire.directed().forEach(to -> router.route(retire.unavailable().withTo(to)));
    }

    private void showTo(BareJid contact, ConnectedAccount account) {
        if (around.isElsewhere(contact)) {
            presence.elsewhere().show(account, contact);
            admitted.tell(
                    new PresenceRoute.Admitted(account.address(), account.audience(), contact));
        } else if (around.registry().find(contact) != null) {
            accounts.tell(contact, new AccountCommand.Look(account.address()), () -> {});
        }
    }

    private void collect(AccountEffect.Collect collect) {
        for (ConnectedResource resource : collect.account().resources()) {
            if (resource.isAvailable()) {
                presence.others(collect.account().address(), resource, collect.only());
                looked.tell(new PresenceRoute.Looked(collect.account(), resource, collect.only()));
            }
        }
    }

    private void push(BareJid me, AccountEffect.Push push) {
        Element query =
                Element.of("query", RosterView.NAMESPACE)
                        .attribute("ver", push.version())
                        .child(push.item())
                        .build();
        push(me, push.sessions(), query);
    }

    private void push(BareJid me, List<Session> sessions, Element payload) {
        for (Session session : sessions) {
            session.send(
                    Iq.of(
                            Iq.Type.SET,
                            me,
                            session.address(),
                            "push" + pushes.incrementAndGet(),
                            payload));
        }
    }

    /** Both sides look at each other as if they had just become visible. */
    private void reunite(ConnectedAccount account, BlockList before, BlockList now) {
        presence.elsewhere().reunite(account, before, now);
        List<BareJid> others = presence.affected(account, before, now);
        for (BareJid other : others) {
            accounts.tell(other, new AccountCommand.Look(account.address()), () -> {});
        }
        collect(new AccountEffect.Collect(account, others));
    }

    private void answer(@Nullable Session session, Iq answer) {
        if (session == null) {
            router.route(answer);
        } else {
            session.send(answer);
        }
    }

    private static <T extends @Nullable Object> void complete(AccountEffect.Complete<T> complete) {
        CompletableFuture<T> waiting = complete.waiting();
        waiting.complete(complete.value());
    }

    private void life(Session session, Stage stage) {
        switch (stage) {
            case BOUND -> bound.tell(session);
            case AVAILABLE -> available.tell(session);
            case ENDED -> ended.tell(session);
        }
    }
}
