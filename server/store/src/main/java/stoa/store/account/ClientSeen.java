package stoa.store.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * A client has signed in or left. A name that is null leaves the one that is known; so does a
 * moment before the last one.
 *
 * @param clientId the id of the SASL2 user agent
 * @param password whether it has shown that it knows the password; stays known once it has
 */
public record ClientSeen(
        BareJid account,
        String clientId,
        @Nullable String software,
        @Nullable String device,
        Instant at,
        boolean password)
        implements Change {}
