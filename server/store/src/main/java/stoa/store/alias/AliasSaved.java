package stoa.store.alias;

import stoa.core.journal.Change;

/** An alias is this now, its members included. */
public record AliasSaved(Alias alias) implements Change {}
