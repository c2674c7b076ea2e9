package stoa.core.route;

import stoa.xmpp.jid.Jid;

/** Who may see an account's presence (RFC 6121 section 4). Safe on any thread. */
@FunctionalInterface
public interface Audience {
    Audience NOBODY = bare -> false;

    /** Whether the account with that bare address may see it. */
    boolean includes(Jid bare);
}
