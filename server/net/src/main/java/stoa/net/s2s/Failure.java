package stoa.net.s2s;

import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Why a domain cannot be reached at the moment.
 *
 * @param error what senders are told
 * @param lasting whether waiting is of no use
 * @param reason for the log
 */
record Failure(StanzaError error, boolean lasting, String reason) {
    /** The DNS says that there is no such server. */
    static final Failure NOT_FOUND =
            new Failure(
                    Condition.REMOTE_SERVER_NOT_FOUND.error("There is no server for that domain."),
                    true,
                    "not-found");

    /** Nobody answers, or not as a server should. */
    static Failure unreachable(String reason) {
        return new Failure(
                Condition.REMOTE_SERVER_TIMEOUT.error("That server cannot be reached."),
                false,
                reason);
    }

    /** The two servers do not accept each other (XEP-0220 section 2.5). */
    static Failure refused(String reason) {
        return new Failure(
                Condition.REMOTE_SERVER_TIMEOUT.error(
                        "This server and that one do not accept each other."),
                true,
                reason);
    }
}
