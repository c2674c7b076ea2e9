package stoa.store.file;

import stoa.core.journal.Change;

/** A file is here, bytes and all. */
public record FileSaved(StoredFile file) implements Change {}
