package stoa.core.hook;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Session;
import stoa.xmpp.stanza.Stanza;

/**
 * The life of a session. {@link #BOUND}, {@link #AVAILABLE} and {@link #ENDED} as its account's
 * entity has decided it: they run in the entity's order, on the journal thread or an event loop.
 * {@link #WAITING} and {@link #REACHED} as its stream has it: they run on the session's event loop.
 * All may only hand over; handlers are isolated from each other.
 */
public final class SessionLife {
    /** The resource is bound (RFC 6120 section 7). */
    public static final Observe<Session> BOUND = new Observe<>("session.bound");

    /** It has sent its initial presence (RFC 6121 section 4.2). */
    public static final Observe<Session> AVAILABLE = new Observe<>("session.available");

    /** It is over; nothing can be sent to it any more. */
    public static final Observe<Session> ENDED = new Observe<>("session.ended");

    /**
     * A message, or a request to see presence, waits for a client that has no stream (XEP-0198
     * section 5) or is inactive (XEP-0352); told once for each that it is sent while it is, and for
     * those it had not acknowledged when the stream broke. What can wait until somebody looks is
     * not told.
     */
    public static final Observe<Waiting> WAITING = new Observe<>("session.waiting");

    /** The client has a stream again (XEP-0198 section 5), or is active again (XEP-0352). */
    public static final Observe<Session> REACHED = new Observe<>("session.reached");

    private SessionLife() {}

    /**
     * What waits for a client.
     *
     * @param stanza reads it, which may cost a parsing; null when it cannot be read
     * @param archiveId where a message stands in the account's history; 0 for all else
     */
    public record Waiting(Session session, Supplier<@Nullable Stanza> stanza, long archiveId) {}
}
