package stoa.store.run;

import stoa.core.journal.Change;

/** A process begins, or ends in order. */
public record RunSaved(Run run) implements Change {}
