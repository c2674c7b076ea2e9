package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Row;

/** Walks through one list between two ids, in either direction, reading segments as it goes. */
final class SegmentScan {
    private static final String COLUMNS =
            "SELECT first_ordinal, entries FROM history_segment WHERE owner = ? AND peer = ?";
    private static final String AT_OR_BEFORE =
            COLUMNS + " AND first_id <= ? ORDER BY first_id DESC LIMIT 1";
    private static final String BEFORE =
            COLUMNS + " AND first_id < ? ORDER BY first_id DESC LIMIT ?";
    private static final String AFTER = COLUMNS + " AND first_id > ? ORDER BY first_id LIMIT ?";

    /** Segments are read one, two, four at a time, up to this. */
    private static final int MOST_AT_ONCE = 16;

    private final ReadSession session;
    private final int owner;
    private final int peer;
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
    SegmentScan(ReadSession session, int owner, int peer, long from, long to, boolean forward) {
        this.session = session;
        this.owner = owner;
        this.peer = peer;
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
            start();
        } else {
            index += forward ? 1 : -1;
        }
        while (current != null && (index < 0 || index >= current.size())) {
            advance();
        }
        return current != null && current.id(index) >= from && current.id(index) <= to;
    }

    private void start() throws SQLException {
        long edge = forward ? from : to;
        Optional<Segment> around =
                session.first(AT_OR_BEFORE, SegmentScan::segment, owner, peer, edge);
        if (around.isPresent()) {
            enter(around.get());
            int at = around.get().ceiling(edge);
            boolean exact = at < around.get().size() && around.get().id(at) == edge;
            index = forward || exact ? at : at - 1;
        } else if (forward) {
            readMore(edge);
        }
    }

    private void advance() throws SQLException {
        Segment done = current;
        if (inRead + 1 < read.size()) {
            inRead++;
            enter(read.get(inRead));
        } else if (done != null) {
            readMore(done.firstId());
        }
    }

    private void readMore(long beyond) throws SQLException {
        read =
                session.list(
                        forward ? AFTER : BEFORE,
                        SegmentScan::segment,
                        owner,
                        peer,
                        beyond,
                        atOnce);
        atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
        inRead = 0;
        if (read.isEmpty()) {
            current = null;
        } else {
            enter(read.getFirst());
        }
    }

    private void enter(Segment segment) {
        current = segment;
        index = forward ? 0 : segment.size() - 1;
    }

    private static Segment segment(Row row) throws SQLException {
        return new Segment(row.number(1), row.bytes(2).array());
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

    /** Whether a message is in a list. */
    static boolean contains(ReadSession session, int owner, int peer, long id) throws SQLException {
        return session.first(AT_OR_BEFORE, SegmentScan::segment, owner, peer, id)
                .map(segment -> segment.contains(id))
                .orElse(false);
    }
}
