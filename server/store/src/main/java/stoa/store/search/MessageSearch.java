package stoa.store.search;

import java.util.concurrent.CompletionStage;
import stoa.store.archive.ArchiveQuery;

/**
 * Finds messages of a history by their words (XEP-0431). What was committed before it was asked is
 * found: a search first waits until the index has read up to the newest message.
 */
public interface MessageSearch {
    /**
     * A page of the messages that a query names and that have all of the words. Any thread; the
     * stage completes on a thread of the search or of the store.
     *
     * @param query as for {@code ArchiveStore.page}; index and count are always told
     */
    CompletionStage<SearchResult> page(ArchiveQuery query, SearchText text);
}
