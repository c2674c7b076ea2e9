package stoa.store.invite;

import stoa.core.journal.Change;
import stoa.store.Bytes;

/** An invitation was used up, withdrawn, or has expired. */
public record InviteDeleted(Bytes tokenHash) implements Change {}
