package stoa.store.archive;

import java.util.List;
import java.util.OptionalLong;

/** What a query comes to. */
public sealed interface ArchiveResult {

    /**
     * A page, oldest message first.
     *
     * @param complete nothing of the result lies beyond this page in the direction of paging
     * @param firstIndex how many messages of the result lie before the first row
     * @param count how many messages the whole result has
     *     <p>Index and count are absent where they would have to be counted one by one: with {@link
     *     ArchiveQuery#linesOnly} and with a full address in {@link ArchiveQuery#with}. They may be
     *     off by what retention or a deletion took from the middle (XEP-0059 section 2.6).
     */
    record Page(
            List<ArchiveRow> rows, boolean complete, OptionalLong firstIndex, OptionalLong count)
            implements ArchiveResult {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** An id that the query names is not in the history: {@code item-not-found}. */
    record ItemNotFound() implements ArchiveResult {}
}
