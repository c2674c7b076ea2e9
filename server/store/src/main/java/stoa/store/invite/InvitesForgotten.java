package stoa.store.invite;

import java.time.Instant;
import stoa.core.journal.Change;

/** Invitations that were good until before that time, used or not, are deleted. */
public record InvitesForgotten(Instant expiredBefore) implements Change {}
