package stoa.core.command;

import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who runs a command, and at whom.
 *
 * @param from the requester's real address, a client's full one as a rule
 * @param responder who offers the command: a domain, an account or a room
 * @param application whether it is an application that may not do all that its owner may (XEP-0493)
 */
public record Requester(Jid from, Jid responder, boolean application) {
    /** Whether the commands of an account are asked for by its owner. */
    public boolean byOwner() {
        return responder instanceof BareJid account && account.equals(from.bare());
    }
}
