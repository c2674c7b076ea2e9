package stoa.store.invite;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;

/** Reads invitations. */
public interface InviteStore {
    CompletionStage<Optional<Invite>> find(Bytes tokenHash);

    /** The newest invitations of a domain, newest first, at most {@code max}. */
    CompletionStage<List<Invite>> list(String domain, int max);

    /**
     * The newest open invitations of a domain, newest first.
     *
     * @param inviter only those that this account has made; null for all
     */
    CompletionStage<List<Invite>> open(
            String domain, @Nullable BareJid inviter, Instant now, int max);

    /** The open invitations that reserve that address, the newest first. */
    CompletionStage<List<Invite>> reserving(BareJid address, Instant now);

    /** How many open invitations that account has made. */
    CompletionStage<Long> countOpen(BareJid inviter, Instant now);
}
