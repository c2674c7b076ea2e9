package stoa.store.search;

import stoa.store.archive.ArchiveResult;

/** What a search comes to. */
public sealed interface SearchResult {
    /** As of a query without words: a page, oldest message first, or that an id is unknown. */
    record Found(ArchiveResult result) implements SearchResult {}

    /** It cannot be answered now, but later. */
    record NotNow(Reason reason) implements SearchResult {}

    /** Why not. */
    enum Reason {
        /** The index is being built and will take longer than a search may wait. */
        BUILDING,
        /** Too many searches are under way. */
        BUSY,
        /** The search took longer than one may. */
        TOO_LONG,
        /** The index cannot be used, as on a full disk; the log says why. */
        FAILED
    }
}
