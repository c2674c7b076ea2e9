package stoa.store.invite;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;

/** Reads invitations. */
public interface InviteStore {
    CompletionStage<Optional<Invite>> find(Bytes tokenHash);

    /** The newest invitations of a domain, newest first, at most {@code max}. */
    CompletionStage<List<Invite>> list(String domain, int max);
}
