package stoa.core.route;

import java.util.Set;
import stoa.xmpp.jid.Jid;

/** Who may see an account's presence (RFC 6121 section 4). Safe on any thread. */
@FunctionalInterface
public interface Audience {
    Audience NOBODY = bare -> false;

    /** Whether the account with that bare address may see it. */
    boolean includes(Jid bare);

    /** The roster groups (RFC 6121 section 2.1.2.6) the account's owner has that contact in. */
    default Set<String> groups(Jid bare) {
        return Set.of();
    }
}
