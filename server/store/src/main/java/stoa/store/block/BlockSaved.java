package stoa.store.block;

import stoa.core.journal.Change;

/** The item is on its account's block list; it may have been before. */
public record BlockSaved(BlockEntry entry) implements Change {}
