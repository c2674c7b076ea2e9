package stoa.net;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.session.ClientGate;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Stands in for the accounts: passes stanzas between sessions by full address, answers requests to
 * itself with an empty result, and keeps what it was told. Receipts are released at once, or kept
 * for the test.
 */
public final class FakeGate implements ClientGate {
    /** A stanza that came in. */
    public record In(Session session, Stanza stanza, Receipt receipt) {}

    /** A session that ended. */
    public record Ended(Session session, List<Stanza> undelivered) {}

    public final Map<FullJid, Session> sessions = new ConcurrentHashMap<>();
    public final BlockingQueue<In> received = new LinkedBlockingQueue<>();
    public final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    public final Map<Session, Long> acknowledged = new ConcurrentHashMap<>();
    public volatile boolean holdReceipts;
    volatile @Nullable Hooks hooks;
    public volatile Function<Session, CompletionStage<@Nullable StanzaError>> binding =
            session -> CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<@Nullable StanzaError> bind(Session session) {
        return binding.apply(session)
                .thenApply(
                        error -> {
                            if (error == null) {
                                Session old = sessions.put(session.address(), session);
                                if (old != null) {
                                    old.end("conflict", "replaced");
                                }
                            }
                            return error;
                        });
    }

    @Override
    public void receive(Session session, Stanza stanza, Receipt receipt) {
        received.add(new In(session, stanza, receipt));
        Session other = stanza.to() instanceof FullJid full ? sessions.get(full) : null;
        if (other != null) {
            other.send(stanza);
        } else if (stanza instanceof Iq iq && iq.isRequest()) {
            answer(session, iq);
        }
        if (!holdReceipts) {
            receipt.release();
        }
    }

    /** Features answer what is for the account; whatever else is asked has an empty result. */
    private void answer(Session session, Iq iq) {
        Hooks known = hooks;
        Element payload = iq.payload();
        IqHandler handler =
                known == null || payload == null || (iq.to() instanceof DomainJid)
                        ? null
                        : known.iqHandler(Target.ACCOUNT, payload);
        if (handler == null) {
            session.send(iq.result());
            return;
        }
        Iq asked = iq.to() == null ? iq.withTo(session.address().account()) : iq;
        handler.handle(new IqRequest(asked, session)).thenAccept(session::send);
    }

    @Override
    public void acknowledged(Session session, long archiveId) {
        acknowledged.merge(session, archiveId, Math::max);
    }

    @Override
    public void ended(Session session, List<Stanza> undelivered) {
        sessions.remove(session.address(), session);
        ended.add(new Ended(session, undelivered));
    }
}
