package stoa.search;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import stoa.store.archive.ArchiveQuery.Anchor;

/**
 * Counts everything that is found and keeps one page of it (XEP-0059), in one pass and in as much
 * memory as a page takes. The index has messages in the order of their ids, and is read in that
 * order.
 */
final class HitPage extends SimpleCollector {
    private final Anchor anchor;
    private final int max;
    private final ArrayDeque<Long> page = new ArrayDeque<>();
    private NumericDocValues ids = DocValues.emptyNumeric();
    private long count;

    /** What is found before the page, as far as it is known now. */
    private long before;

    /** What is found on the anchor's side, whether it is in the page or beyond. */
    private long candidates;

    private HitPage(Anchor anchor, int max) {
        this.anchor = anchor;
        this.max = max;
    }

    /** The page of a search that one thread runs over all segments, one after another. */
    static CollectorManager<HitPage, HitPage> of(Anchor anchor, int max) {
        return new CollectorManager<>() {
            @Override
            public HitPage newCollector() {
                return new HitPage(anchor, max);
            }

            @Override
            public HitPage reduce(Collection<HitPage> one) {
                if (one.size() != 1) {
                    throw new IllegalStateException("a page is made in one pass");
                }
                return one.iterator().next();
            }
        };
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
        ids = DocValues.getNumeric(context.reader(), MessageFields.ID);
    }

    @Override
    public void collect(int document) throws IOException {
        if (!ids.advanceExact(document)) {
            throw new IllegalStateException("a message without id");
        }
        long id = ids.longValue();
        count++;
        switch (anchor) {
            case Anchor.First() -> keepFirst(id);
            case Anchor.After(long last) -> {
                if (id > last) {
                    keepFirst(id);
                } else {
                    before++;
                }
            }
            case Anchor.Last() -> keepLast(id);
            case Anchor.Before(long first) -> {
                if (id < first) {
                    keepLast(id);
                }
            }
        }
    }

    private void keepFirst(long id) {
        candidates++;
        if (page.size() < max) {
            page.add(id);
        }
    }

    private void keepLast(long id) {
        candidates++;
        page.add(id);
        if (page.size() > max) {
            page.remove();
            before++;
        }
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    /** The page's ids, ascending. */
    List<Long> ids() {
        return List.copyOf(page);
    }

    /** How many are found before the page. */
    long firstIndex() {
        return before;
    }

    long count() {
        return count;
    }

    /** Whether nothing lies beyond the page in the direction of paging. */
    boolean isComplete() {
        return candidates == page.size();
    }
}
