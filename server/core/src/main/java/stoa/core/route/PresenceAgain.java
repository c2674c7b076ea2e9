package stoa.core.route;

import stoa.xmpp.jid.BareJid;

/** Has an account show its presence again. Implemented by the accounts. */
@FunctionalInterface
public interface PresenceAgain {
    /**
     * Each available resource's last presence is stamped anew ({@link
     * stoa.core.hook.PresenceRoute#STAMP}) and, where that changes it, told to all who may see it.
     * Any thread; in the account's order.
     */
    void showAgain(BareJid account);
}
