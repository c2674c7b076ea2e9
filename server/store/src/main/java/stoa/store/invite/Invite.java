package stoa.store.invite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;

/**
 * An invitation, to create an account or to become somebody's contact or both.
 *
 * @param tokenHash a hash of the token in the link; the token itself is not stored
 * @param inviter who made it, null for the server itself
 * @param usesLeft how often it may still be used
 */
public record Invite(
        Bytes tokenHash,
        String domain,
        @Nullable BareJid inviter,
        Grants grants,
        int usesLeft,
        Instant createdAt,
        Instant expiresAt) {

    /**
     * What whoever has it may do.
     *
     * @param account make an account in the domain (XEP-0445)
     * @param contact become the inviter's contact, and the inviter theirs (XEP-0379)
     * @param username the only localpart the account may have, reserved until the invitation
     *     expires; null for any
     */
    public record Grants(boolean account, boolean contact, @Nullable String username) {
        public static final Grants ACCOUNT = new Grants(true, false, null);
    }

    /** The invitation after it was used once more. */
    public Invite used() {
        return new Invite(tokenHash, domain, inviter, grants, usesLeft - 1, createdAt, expiresAt);
    }

    /** Whether it can be used at that time. */
    public boolean isOpen(Instant now) {
        return usesLeft > 0 && !expiresAt.isBefore(now);
    }
}
