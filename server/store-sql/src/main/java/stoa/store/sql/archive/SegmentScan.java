package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks through a list between two ids, in either direction, reading segments as it goes. */
final class SegmentScan {
    private static final String COLUMNS =
            "SELECT first_ordinal, entries FROM history_segment WHERE owner = ? AND peer = ?";
    private static final String BEFORE =
            COLUMNS + " AND first_id < ? ORDER BY first_id DESC LIMIT ?";
    private static final String AFTER =
            COLUMNS + " AND first_id > ? AND first_id < ? ORDER BY first_id LIMIT ?";

    /** Segments are read one, two, four at a time, up to this. */
    private static final int MOST_AT_ONCE = 16;

    private final HistoryList list;
    private final @Nullable Segment tail;
    private final long from;
    private final long to;
    private final boolean forward;

    private List<Segment> read = List.of();
    private int inRead;
    private int index;
    private int atOnce = 1;
    private @Nullable Segment current;
    private boolean started;

    /**
     * @param from the smallest id of interest
     * @param to the greatest id of interest
     */
    SegmentScan(HistoryList list, long from, long to, boolean forward) {
        this.list = list;
        this.tail = list.tail();
        this.from = from;
        this.to = to;
        this.forward = forward;
    }

    /** Goes to the next message; false when there is none. */
    boolean next() throws SQLException {
        if (from > to) {
            return false;
        }
        if (!started) {
            started = true;
            start(forward ? from : to);
        } else {
            index += forward ? 1 : -1;
        }
        while (current != null && (index < 0 || index >= current.size())) {
            advance(current);
        }
        return current != null && current.id(index) >= from && current.id(index) <= to;
    }

    private void start(long edge) throws SQLException {
        if (tail != null && edge >= tail.firstId()) {
            startIn(tail, edge);
            return;
        }
        Optional<Segment> around = list.sealedAround(edge);
        if (around.isPresent()) {
            startIn(around.get(), edge);
        } else if (forward) {
            readMore(edge);
        }
    }

    private void startIn(Segment segment, long edge) {
        current = segment;
        int at = segment.ceiling(edge);
        boolean exact = at < segment.size() && segment.id(at) == edge;
        index = forward || exact ? at : at - 1;
    }

    private void advance(Segment done) throws SQLException {
        if (forward && done == tail) {
            current = null;
        } else if (inRead + 1 < read.size()) {
            inRead++;
            enter(read.get(inRead));
        } else {
            readMore(done.firstId());
        }
    }

    private void readMore(long beyond) throws SQLException {
        read =
                forward
                        ? list.session()
                                .list(
                                        AFTER,
                                        HistoryList::segment,
                                        list.owner(),
                                        list.peer(),
                                        beyond,
                                        list.sealedBefore(),
                                        atOnce)
                        : list.session()
                                .list(
                                        BEFORE,
                                        HistoryList::segment,
                                        list.owner(),
                                        list.peer(),
                                        beyond,
                                        atOnce);
        atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
        inRead = 0;
        if (!read.isEmpty()) {
            enter(read.getFirst());
        } else if (forward && tail != null) {
            enter(tail);
        } else {
            current = null;
        }
    }

    private void enter(Segment segment) {
        current = segment;
        index = forward ? 0 : segment.size() - 1;
    }

    private Segment here() {
        Segment segment = current;
        if (segment == null) {
            throw new IllegalStateException("no message here");
        }
        return segment;
    }

    long id() {
        return here().id(index);
    }

    boolean line() {
        return here().line(index);
    }

    long ordinal() {
        return here().ordinal(index);
    }
}
