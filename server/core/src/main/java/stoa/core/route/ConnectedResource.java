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
 * @param heardAfterId the archive id after which it has been sent all messages to its account; 0
 *     while it takes none
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
        Set<Flag> flags,
        List<Jid> directed) {

    /** A resource that was just bound. */
    public static ConnectedResource bound(Session session) {
        return new ConnectedResource(session, null, null, 0, 0, Set.of(), List.of());
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
                takesMessages() ? heardAfterId : takes ? newestId : 0,
                flags,
                directed);
    }

    /** No longer available; directed presence is taken back with it. */
    public ConnectedResource unavailable() {
        return new ConnectedResource(session, null, null, 0, 0, flags, List.of());
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
                session, presence, encoded, priority, heardAfterId, Set.copyOf(changed), directed);
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
                session, presence, encoded, priority, heardAfterId, flags, List.copyOf(changed));
    }
}
