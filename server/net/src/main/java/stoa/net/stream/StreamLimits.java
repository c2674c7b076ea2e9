package stoa.net.stream;

import java.time.Duration;
import stoa.xmpp.stream.ParserLimits;

/**
 * What one stream and one session may take.
 *
 * @param login how long a connection may take until its client is authenticated, TLS included
 * @param registration how long it may take instead once its client asks to register (XEP-0077):
 *     somebody fills in a form
 * @param registrations how many requests a client may make for that on one stream
 * @param bind how long from there until a resource is bound
 * @param idle how long a client may be silent before it is asked for a sign of life
 * @param answer how long it may then take before it counts as gone, and how long one that reads all
 *     may take to acknowledge so much that no more than {@code unackedStanzas} are kept
 * @param resume how long a session without a stream waits for its client (XEP-0198 section 5)
 * @param settle how long a resumption or an {@code <a/>} waits for stanzas that are being handled
 * @param failures failed logins on one stream before it is closed
 * @param outboxBytes what may wait for a client that reads too slowly, before its stream is closed
 * @param unackedStanzas the most stanzas kept for a client that does not acknowledge them or has no
 *     stream
 * @param unackedBytes and their bytes; beyond either the session ends
 * @param heldStanzas what is held back for an inactive client (XEP-0352) before all of it is sent
 * @param heldBytes and its bytes
 * @param underWay stanzas of one client being handled at the same time, before its stream is not
 *     read for a while
 * @param resources sessions of one account
 * @param beforeLogin limits of the parser until the client is authenticated
 * @param afterLogin and from there on
 */
public record StreamLimits(
        Duration login,
        Duration registration,
        int registrations,
        Duration bind,
        Duration idle,
        Duration answer,
        Duration resume,
        Duration settle,
        int failures,
        long outboxBytes,
        int unackedStanzas,
        long unackedBytes,
        int heldStanzas,
        long heldBytes,
        int underWay,
        int resources,
        ParserLimits beforeLogin,
        ParserLimits afterLogin) {
    public static final StreamLimits DEFAULTS =
            new StreamLimits(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    20,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    8,
                    2 * 1024 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    1_000,
                    256 * 1024,
                    512,
                    64,
                    ParserLimits.BEFORE_LOGIN,
                    ParserLimits.DEFAULTS);

    /** These limits with other ones on what is kept for a client. */
    public StreamLimits withUnacked(int stanzas, long bytes) {
        return new StreamLimits(
                login,
                registration,
                registrations,
                bind,
                idle,
                answer,
                resume,
                settle,
                failures,
                outboxBytes,
                stanzas,
                bytes,
                heldStanzas,
                heldBytes,
                underWay,
                resources,
                beforeLogin,
                afterLogin);
    }

    /** These limits with other ones on what is held back for an inactive client. */
    public StreamLimits withHeld(int stanzas, long bytes) {
        return new StreamLimits(
                login,
                registration,
                registrations,
                bind,
                idle,
                answer,
                resume,
                settle,
                failures,
                outboxBytes,
                unackedStanzas,
                unackedBytes,
                stanzas,
                bytes,
                underWay,
                resources,
                beforeLogin,
                afterLogin);
    }

    /** These limits with another number of sessions for an account. */
    public StreamLimits withResources(int most) {
        return new StreamLimits(
                login,
                registration,
                registrations,
                bind,
                idle,
                answer,
                resume,
                settle,
                failures,
                outboxBytes,
                unackedStanzas,
                unackedBytes,
                heldStanzas,
                heldBytes,
                underWay,
                most,
                beforeLogin,
                afterLogin);
    }
}
