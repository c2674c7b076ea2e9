package stoa.core.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Session;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A bound resource and what is known of it. Immutable: a change makes a new one.
 *
 * @param presence its last presence to everybody, or null while it is not available (connected, but
 *     RFC 6121 section 4.2 not begun, or ended by unavailable presence)
 * @param encoded the same, encoded once for all who see it
 * @param priority of that presence, -128 to 127
 * @param heardAfterId the archive id after which it has been sent all messages to its account while
 *     it takes any; then what it was when it last did, {@link #NEVER} if it never has
 * @param readUpToId the archive id up to which its client has read its account's archive itself
 *     (XEP-0313): {@link #NOTHING} if it has not, {@link #ALL} if nothing has come since that it
 *     was not sent
 * @param fromArchive which messages that it missed it has been sent from the archive, last
 * @param flags what its client has turned on
 * @param directed to whom it has sent directed presence that was not taken back (RFC 6121 section
 *     4.6)
 */
public record ConnectedResource(
        Session session,
        @Nullable Presence presence,
        @Nullable EncodedStanza encoded,
        int priority,
        long heardAfterId,
        long readUpToId,
        Span fromArchive,
        Set<Flag> flags,
        List<Jid> directed) {

    /** {@link #heardAfterId} of a client that has not taken messages yet. */
    public static final long NEVER = -1;

    /** {@link #readUpToId} of a client that has not asked its archive. */
    public static final long NOTHING = 0;

    /** {@link #readUpToId} of a client that has read all there is. */
    public static final long ALL = Long.MAX_VALUE;

    /** The messages behind one archive id and up to another. */
    public record Span(long afterId, long upToId) {
        public static final Span NONE = new Span(0, 0);

        public boolean holds(long id) {
            return id > afterId && id <= upToId;
        }

        /** Where one who wants all behind that id goes on, with these left out. */
        public long readOnFrom(long id) {
            return id >= afterId ? Math.max(id, upToId) : id;
        }
    }

    /** A resource that was just bound. */
    public static ConnectedResource bound(Session session) {
        return new ConnectedResource(
                session, null, null, 0, NEVER, NOTHING, Span.NONE, Set.of(), List.of());
    }

    public FullJid address() {
        return session.address();
    }

    public boolean isAvailable() {
        return presence != null;
    }

    /** Whether it takes messages sent to the bare address (RFC 6121 section 8.5.2.1.1). */
    public boolean takesMessages() {
        return presence != null && priority >= 0;
    }

    /** Whether others reach it by its full address: not what has to do with its account alone. */
    public boolean isReachable() {
        return !session.isAccountOnly();
    }

    /** Whether messages to the bare address have been sent to it, now or before. */
    public boolean hasTakenMessages() {
        return heardAfterId != NEVER;
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /**
     * Available, or with other presence.
     *
     * @param newestId the archive id of the newest message its account was told of so far
     */
    public ConnectedResource available(Presence now, long newestId) {
        boolean takes = now.priority() >= 0;
        return new ConnectedResource(
                session,
                now,
                EncodedStanza.of(now.toElement()),
                now.priority(),
                takes && !takesMessages() ? newestId : heardAfterId,
                readUpToId,
                fromArchive,
                flags,
                directed);
    }

    /** No longer available; directed presence is taken back with it. */
    public ConnectedResource unavailable() {
        return new ConnectedResource(
                session, null, null, 0, heardAfterId, readUpToId, fromArchive, flags, List.of());
    }

    public ConnectedResource with(Flag flag, boolean on) {
        if (has(flag) == on) {
            return this;
        }
        Set<Flag> changed = new HashSet<>(flags);
        if (on) {
            changed.add(flag);
        } else {
            changed.remove(flag);
        }
        return new ConnectedResource(
                session,
                presence,
                encoded,
                priority,
                heardAfterId,
                readUpToId,
                fromArchive,
                Set.copyOf(changed),
                directed);
    }

    /** Its client has read the archive up to that id. */
    public ConnectedResource read(long upToId) {
        return heard(heardAfterId, upToId, fromArchive);
    }

    /** It has been sent these from the archive. */
    public ConnectedResource sent(Span these) {
        return heard(heardAfterId, readUpToId, these);
    }

    /** It was also sent what came to its account before it took any, behind that archive id. */
    public ConnectedResource caughtUp(long afterId) {
        return heardAfterId <= afterId ? this : heard(afterId, readUpToId, fromArchive);
    }

    /** With an address added to, or taken from, those it has shown itself to directly. */
    public ConnectedResource directed(Jid to, boolean shown) {
        if (directed.contains(to) == shown) {
            return this;
        }
        List<Jid> changed = new ArrayList<>(directed);
        if (shown) {
            changed.add(to);
        } else {
            changed.remove(to);
        }
        return new ConnectedResource(
                session,
                presence,
                encoded,
                priority,
                heardAfterId,
                readUpToId,
                fromArchive,
                flags,
                List.copyOf(changed));
    }

    private ConnectedResource heard(long afterId, long upToId, Span these) {
        return new ConnectedResource(
                session, presence, encoded, priority, afterId, upToId, these, flags, directed);
    }
}
