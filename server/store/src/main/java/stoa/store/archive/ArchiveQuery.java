package stoa.store.archive;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * A MAM query, XEP-0313 section 4, with its RSM page, XEP-0059. Rows always come oldest first;
 * flipping a page ({@code <flip-page/>}) is a matter of sending them the other way round, for it
 * changes neither the page nor its {@code <first/>} and {@code <last/>}.
 *
 * @param owner whose history
 * @param with bare: all talk with that peer; full: only what was sent from or to that very address;
 *     null: everything
 * @param startMs at or after that time, milliseconds since 1970; null: from the beginning
 * @param endMs at or before that time
 * @param afterId only messages after this one, which must be in the history; null: no limit
 * @param beforeId only messages before this one, which must be in the history
 * @param ids only these messages, which must be in the history; empty: no such filter
 * @param linesOnly only messages with a body
 * @param anchor which page
 * @param max how many rows, 0 to {@link #MAX_ROWS}; 0 only counts
 */
public record ArchiveQuery(
        BareJid owner,
        @Nullable Jid with,
        @Nullable Long startMs,
        @Nullable Long endMs,
        @Nullable Long afterId,
        @Nullable Long beforeId,
        List<Long> ids,
        boolean linesOnly,
        Anchor anchor,
        int max) {
    /** The largest page; and the most ids one query may ask for. */
    public static final int MAX_ROWS = 500;

    /** Where a page stands in the result, XEP-0059. */
    public sealed interface Anchor {
        /** The first page. */
        record First() implements Anchor {}

        /** The page that follows the message, which must be in the history. */
        record After(long id) implements Anchor {}

        /** The page that ends before the message, which must be in the history. */
        record Before(long id) implements Anchor {}

        /** The last page: an empty {@code <before/>}. */
        record Last() implements Anchor {}
    }

    public ArchiveQuery {
        ids = ids.stream().sorted().distinct().toList();
        if (max < 0 || max > MAX_ROWS || ids.size() > MAX_ROWS) {
            throw new IllegalArgumentException("at most " + MAX_ROWS + " rows");
        }
    }

    /** The last {@code max} messages of a history. */
    public static ArchiveQuery lastOf(BareJid owner, int max) {
        return new ArchiveQuery(
                owner, null, null, null, null, null, List.of(), false, new Anchor.Last(), max);
    }

    /** The first {@code max} messages of a history. */
    public static ArchiveQuery firstOf(BareJid owner, int max) {
        return lastOf(owner, max).page(new Anchor.First(), max);
    }

    public ArchiveQuery with(@Nullable Jid peer) {
        return new ArchiveQuery(
                owner, peer, startMs, endMs, afterId, beforeId, ids, linesOnly, anchor, max);
    }

    public ArchiveQuery start(@Nullable Long epochMs) {
        return new ArchiveQuery(
                owner, with, epochMs, endMs, afterId, beforeId, ids, linesOnly, anchor, max);
    }

    public ArchiveQuery end(@Nullable Long epochMs) {
        return new ArchiveQuery(
                owner, with, startMs, epochMs, afterId, beforeId, ids, linesOnly, anchor, max);
    }

    public ArchiveQuery after(@Nullable Long id) {
        return new ArchiveQuery(
                owner, with, startMs, endMs, id, beforeId, ids, linesOnly, anchor, max);
    }

    public ArchiveQuery before(@Nullable Long id) {
        return new ArchiveQuery(
                owner, with, startMs, endMs, afterId, id, ids, linesOnly, anchor, max);
    }

    public ArchiveQuery ids(List<Long> wanted) {
        return new ArchiveQuery(
                owner, with, startMs, endMs, afterId, beforeId, wanted, linesOnly, anchor, max);
    }

    public ArchiveQuery linesOnly(boolean only) {
        return new ArchiveQuery(
                owner, with, startMs, endMs, afterId, beforeId, ids, only, anchor, max);
    }

    public ArchiveQuery page(Anchor where, int rows) {
        return new ArchiveQuery(
                owner, with, startMs, endMs, afterId, beforeId, ids, linesOnly, where, rows);
    }

    /** Every id it names, all of which must be in the history. */
    public List<Long> named() {
        List<Long> named = new ArrayList<>(ids);
        if (afterId != null) {
            named.add(afterId);
        }
        if (beforeId != null) {
            named.add(beforeId);
        }
        switch (anchor) {
            case Anchor.After(long id) -> named.add(id);
            case Anchor.Before(long id) -> named.add(id);
            case Anchor.First(), Anchor.Last() -> {}
        }
        return named;
    }
}
