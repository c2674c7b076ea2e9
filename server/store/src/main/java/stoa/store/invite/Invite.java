package stoa.store.invite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;

/**
 * An invitation to create an account.
 *
 * @param tokenHash a hash of the token in the link; the token itself is not stored
 * @param inviter who made it, null for the server itself
 * @param usesLeft how many accounts it may still create
 */
public record Invite(
        Bytes tokenHash,
        String domain,
        @Nullable BareJid inviter,
        int usesLeft,
        Instant createdAt,
        Instant expiresAt) {}
