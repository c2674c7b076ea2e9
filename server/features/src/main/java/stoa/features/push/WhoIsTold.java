package stoa.features.push;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Hooks;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.PresenceRoute;
import stoa.core.hook.SessionLife;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.Flag;
import stoa.core.route.ResourceRegistry;
import stoa.core.session.Attention;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;

/**
 * Decides which clients are to be told by other ways than their stream of what came for their
 * account. One rule for all such ways:
 *
 * <ul>
 *   <li>A client is told when it has no session, when its session waits for resumption (XEP-0198),
 *       or when it said that nobody looks at it (XEP-0352); also of what was written to it and not
 *       acknowledged when its stream broke.
 *   <li>Nobody is told of what was sent to another client of the account that has a stream and said
 *       that somebody looks at it. A client that never says whether somebody looks keeps nobody
 *       from being told.
 *   <li>Of what is said in a room are told the clients whose own session is in it, and those that
 *       have no session.
 * </ul>
 *
 * <p>Keeps no state. Called on event loops and the journal thread, and tells on them.
 */
public final class WhoIsTold {
    /** A way by which clients are told. Called on any thread; only hands over. */
    public interface Teller {
        /** Whether any client of that account wishes to be told by this way. */
        boolean tellsAny(BareJid account);

        /** Something was not seen: whoever it {@linkplain Missed#isMissedBy concerns} is told. */
        void missed(Missed missed);

        /** A client has a stream again, or is active again: it gets from it what it missed. */
        void reached(FullJid client);
    }

    private final ResourceRegistry registry;
    private final List<Teller> tellers = new CopyOnWriteArrayList<>();

    public WhoIsTold(ResourceRegistry registry) {
        this.registry = registry;
    }

    /** Adds a way by which clients are told. */
    public void by(Teller teller) {
        tellers.add(teller);
    }

    /** Begins to decide; once. */
    public void install(Hooks hooks) {
        hooks.observe(MessageRoute.DELIVERED, this::delivered);
        hooks.observe(PresenceRoute.ASKED, this::asked);
        hooks.observe(SessionLife.WAITING, this::waits);
        hooks.observe(SessionLife.REACHED, this::reached);
        hooks.observe(SessionLife.AVAILABLE, this::reached);
    }

    private void delivered(MessageRoute.Arrived arrived) {
        ConnectedAccount account = arrived.account();
        if (!isAnyTold(account.address())) {
            return;
        }
        Unseen unseen = WorthTelling.of(arrived.message(), account.address());
        if (unseen != null) {
            Unseen stored = arrived.id() == null ? unseen : unseen.at(arrived.id().id());
            tell(new Missed(stored, account, null), arrived.message());
        }
    }

    private void asked(PresenceRoute.Asked asked) {
        ConnectedAccount account = asked.account();
        if (isAnyTold(account.address())) {
            Unseen unseen = WorthTelling.of(asked.request(), account.address());
            if (unseen != null) {
                tell(new Missed(unseen, account, null), asked.request());
            }
        }
    }

    private void waits(SessionLife.Waiting waiting) {
        Session session = waiting.session();
        BareJid account = session.address().account();
        if (!isAnyTold(account)) {
            return;
        }
        Stanza stanza = waiting.stanza().get();
        Unseen unseen = stanza == null ? null : WorthTelling.of(stanza, account);
        if (stanza == null || unseen == null) {
            return;
        }
        ConnectedAccount connected = registry.find(account);
        ConnectedAccount now = connected == null ? ConnectedAccount.none(account) : connected;
        if (unseen.kind() == Unseen.Kind.ROOM_MESSAGE && saidItself(now, unseen.sender())) {
            return;
        }
        Unseen stored = waiting.archiveId() == 0 ? unseen : unseen.at(waiting.archiveId());
        tell(new Missed(stored, now, session), stanza);
    }

    /** The address in the room is one of those that the account's resources have joined as. */
    private static boolean saidItself(ConnectedAccount account, Jid occupant) {
        for (ConnectedResource resource : account.resources()) {
            if (resource.directed().contains(occupant)) {
                return true;
            }
        }
        return false;
    }

    private void reached(Session session) {
        if (session.attention().isThere() && isAnyTold(session.address().account())) {
            tellers.forEach(teller -> teller.reached(session.address()));
        }
    }

    private boolean isAnyTold(BareJid account) {
        for (Teller teller : tellers) {
            if (teller.tellsAny(account)) {
                return true;
            }
        }
        return false;
    }

    private void tell(Missed missed, Stanza stanza) {
        if (!isSeen(missed, stanza)) {
            for (Teller teller : tellers) {
                if (teller.tellsAny(missed.account().address())) {
                    teller.missed(missed);
                }
            }
        }
    }

    private static boolean isSeen(Missed missed, Stanza stanza) {
        for (ConnectedResource resource : missed.account().resources()) {
            if (resource.session().attention() == Attention.LOOKED_AT
                    && wasSent(resource, missed, stanza)) {
                return true;
            }
        }
        return false;
    }

    private static boolean wasSent(ConnectedResource resource, Missed missed, Stanza stanza) {
        return switch (missed.what().kind()) {
            case SUBSCRIPTION_REQUEST -> resource.isAvailable();
            case ROOM_MESSAGE -> isIn(resource, missed.what().sender());
            case MESSAGE, CALL -> resource.has(Flag.CARBONS) || wasSentMessage(resource, stanza);
        };
    }

    private static boolean wasSentMessage(ConnectedResource resource, Stanza stanza) {
        boolean forOne = stanza.to() instanceof FullJid && !isCopied(stanza);
        return forOne
                ? resource.isReachable() && resource.address().equals(stanza.to())
                : resource.takesMessages();
    }

    private static boolean isCopied(Stanza stanza) {
        return stanza instanceof Message message && message.has("received", "urn:xmpp:carbons:2");
    }

    private static boolean isIn(ConnectedResource resource, Jid occupant) {
        for (Jid joined : resource.directed()) {
            if (joined.bare().equals(occupant.bare())) {
                return true;
            }
        }
        return false;
    }

    /**
     * What nobody who looks was sent.
     *
     * @param account its resources at that moment
     * @param waitsFor the session it waits for; null when it was just delivered
     */
    public record Missed(Unseen what, ConnectedAccount account, @Nullable Session waitsFor) {
        /** Whether the client that binds that resource has not seen it and is to be told. */
        public boolean isMissedBy(String resource) {
            ConnectedResource own = account.resource(account.address().withResource(resource));
            if (own == null) {
                return true;
            }
            Session session = own.session();
            if (session.attention().isThere()) {
                return false;
            }
            if (waitsFor == null) {
                return !own.takesMessages(); // else it waits for that session, which tells so
            }
            return session == waitsFor || what.kind() != Unseen.Kind.ROOM_MESSAGE;
        }
    }
}
