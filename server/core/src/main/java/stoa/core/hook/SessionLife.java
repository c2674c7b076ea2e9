package stoa.core.hook;

import stoa.core.session.Session;

/**
 * The life of a session, as its account's entity has decided it. All three run in the entity's
 * order, on the journal thread or an event loop; may only hand over; handlers are isolated from
 * each other.
 */
public final class SessionLife {
    /** The resource is bound (RFC 6120 section 7). */
    public static final Observe<Session> BOUND = new Observe<>("session.bound");

    /** It has sent its initial presence (RFC 6121 section 4.2). */
    public static final Observe<Session> AVAILABLE = new Observe<>("session.available");

    /** It is over; nothing can be sent to it any more. */
    public static final Observe<Session> ENDED = new Observe<>("session.ended");

    private SessionLife() {}
}
