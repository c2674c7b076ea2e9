package stoa.store.alias;

import stoa.core.journal.Change;

/** A conversation was opened, or somebody else answers now. */
public record AliasThreadSaved(AliasThread thread) implements Change {}
