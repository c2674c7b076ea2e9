package stoa.core.hook;

import stoa.core.session.Session;
import stoa.xmpp.stanza.Iq;

/**
 * A client's answer to an IQ request that the server has sent it in its own account's name: to a
 * roster push, or to a feature's question.
 *
 * @param answer a result or an error; its id is the request's, its {@code from} the session's
 */
public record ClientAnswer(Session session, Iq answer) {
    /**
     * An answer has come. Runs in the account's order, on the journal thread or an event loop; may
     * only hand over. Handlers pass over ids that are not theirs, and are isolated from each other.
     */
    public static final Observe<ClientAnswer> RECEIVED = new Observe<>("client.answered");
}
