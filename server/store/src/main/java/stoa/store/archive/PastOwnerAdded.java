package stoa.store.archive;

import stoa.core.journal.Change;

/**
 * A message that stands in the archive belongs to one more history: the other side's archive was
 * brought in as well. Under the conditions of {@link PastAppend}. Nothing changes when the history
 * has it already, or when there is no such message.
 */
public record PastOwnerAdded(long id, ArchiveOwner owner) implements Change {}
