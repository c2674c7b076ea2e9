package stoa.store.file;

import stoa.core.journal.Change;

/** Nothing is at a file's address any more; its bytes go when no other file has the same. */
public record FileForgotten(String id) implements Change {}
