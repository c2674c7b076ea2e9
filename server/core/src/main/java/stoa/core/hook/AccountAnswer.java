package stoa.core.hook;

import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;

/**
 * An answer to an IQ request that the server has sent in an account's name, to anybody but the
 * account's own clients ({@link ClientAnswer}).
 *
 * @param answer a result or an error; its {@code from} is checked
 */
public record AccountAnswer(BareJid account, Iq answer) {
    /**
     * An answer has come. Runs where it was routed, on an event loop or the journal thread; may
     * only hand over. Handlers pass over ids that are not theirs and answers of others than they
     * have asked, and are isolated from each other.
     */
    public static final Observe<AccountAnswer> RECEIVED = new Observe<>("account.answered");
}
