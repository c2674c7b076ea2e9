package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Row;

/**
 * One list of the index as a query reads it: all of an owner's history, or its talk with one peer.
 *
 * <p>The tail is read once, first. What is read later comes from the sealed segments before the
 * tail's first id; so a tail that is sealed meanwhile is neither missed nor met twice.
 */
final class HistoryList {
    /** The peer of the list that holds all of an owner's history; {@code jid} begins at 1. */
    static final int EVERYBODY = 0;

    /** Ids are less than this. */
    static final long NO_ID = Long.MAX_VALUE >> 1;

    private static final String TAIL =
            "SELECT first_ordinal, entries FROM history_tail WHERE owner = ? AND peer = ?";
    private static final String AT_OR_BEFORE =
            "SELECT first_ordinal, entries FROM history_segment WHERE owner = ? AND peer = ?"
                    + " AND first_id <= ? ORDER BY first_id DESC LIMIT 1";

    private final ReadSession session;
    private final int owner;
    private final int peer;
    private final @Nullable Segment tail;

    HistoryList(ReadSession session, int owner, int peer) throws SQLException {
        this.session = session;
        this.owner = owner;
        this.peer = peer;
        this.tail = session.first(TAIL, HistoryList::segment, owner, peer).orElse(null);
    }

    static Segment segment(Row row) throws SQLException {
        return new Segment(row.number(1), row.bytes(2).array());
    }

    ReadSession session() {
        return session;
    }

    int owner() {
        return owner;
    }

    int peer() {
        return peer;
    }

    /** The end of the list, null when the list is empty. */
    @Nullable Segment tail() {
        return tail;
    }

    /** The first id of the tail: sealed segments that count begin before it. */
    long sealedBefore() {
        return tail == null ? NO_ID : tail.firstId();
    }

    /** The sealed segment that holds the id or, if none does, the last one before it. */
    Optional<Segment> sealedAround(long id) throws SQLException {
        return session.first(AT_OR_BEFORE, HistoryList::segment, owner, peer, id);
    }

    boolean contains(long id) throws SQLException {
        if (tail != null && id >= tail.firstId()) {
            return tail.contains(id);
        }
        return sealedAround(id).map(segment -> segment.contains(id)).orElse(false);
    }

    /** Walks from the smaller id to the greater or, not forward, the other way. */
    SegmentScan scan(long from, long to, boolean forward) {
        return new SegmentScan(this, from, to, forward);
    }
}
