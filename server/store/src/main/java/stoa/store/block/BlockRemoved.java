package stoa.store.block;

import stoa.core.journal.Change;

/** The item is not on its account's block list any more. */
public record BlockRemoved(BlockEntry entry) implements Change {}
