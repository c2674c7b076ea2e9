package stoa.store.archive;

/** The ids of the first and the last message of a history, for MAM's metadata request. */
public record ArchiveExtent(long firstId, long lastId) {}
