package stoa.core.session;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A connected resource (RFC 6120 section 7): what the server can say to one bound client. It
 * outlives its stream while stream management (XEP-0198) waits for resumption; who sends does not
 * notice.
 *
 * <p>Safe on any thread; sends of one thread keep their order, and a send that happened before
 * another keeps its place before it. Nothing here blocks: what cannot be written yet waits in a
 * bounded outbox, and a session whose outbox overflows has its stream closed for resumption, never
 * loses a stanza silently.
 */
public interface Session {
    FullJid address();

    /** Unique among all sessions this process ever had; for logs. */
    long number();

    /**
     * What it may, when it is an application that acts by the leave of the account's owner
     * (XEP-0493); null when it is the owner's own. The same as long as it lasts.
     */
    default @Nullable Scope scope() {
        return null;
    }

    /** Whether it is an application: then it does nothing about who may use the account. */
    default boolean isApplication() {
        return scope() != null;
    }

    /**
     * Whether it has to do with what its account has stored and with nothing else: it sends no
     * messages and no presence, is sent none, and others do not find it (XEP-0493 section 3.1.1).
     */
    default boolean isAccountOnly() {
        Scope scope = scope();
        return scope != null && scope.isAccountOnly();
    }

    /** Whether somebody looks at what it is sent; may have changed when it is read. */
    default Attention attention() {
        return Attention.CONNECTED;
    }

    /** Sends a stanza, addressed already. */
    void send(Stanza stanza);

    /**
     * Sends a stanza that was encoded once for many.
     *
     * @param to what it shall have as {@code to}: as a rule {@link #address}, whose bytes the
     *     session keeps
     */
    void send(EncodedStanza stanza, Jid to);

    /**
     * Sends a message of its account's history. What its client acknowledged of these is told to
     * {@link ClientGate#acknowledged}.
     *
     * @param archiveId where it stands in the archive
     */
    void send(EncodedStanza message, Jid to, long archiveId);

    /**
     * Ends the session with a stream error's defined condition (RFC 6120 section 4.9.3), for
     * instance {@code conflict}.
     */
    void end(String streamErrorCondition, String text);
}
