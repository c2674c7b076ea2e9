package stoa.store.invite;

import stoa.core.journal.Change;

/** An invitation was made or used. */
public record InviteSaved(Invite invite) implements Change {}
