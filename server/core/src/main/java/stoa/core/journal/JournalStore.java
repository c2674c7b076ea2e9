package stoa.core.journal;

import java.util.List;

/** What the journal needs of a store. */
public interface JournalStore {
    /**
     * Writes all changes, in order, in one transaction, and returns when they are synced to the
     * disk. Blocking; called by the journal's one thread only.
     *
     * @throws Exception when nothing of the batch is durable
     */
    void commit(List<Change> changes) throws Exception;

    /** The greatest archive id committed so far, 0 for none; asked once, at start. */
    long lastArchiveId();
}
