package stoa.store.sql.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * Adds messages to their lists and writes the segments that grew. The last segments of {@link
 * #CACHED} lists are kept in memory, at most about 20 MB; others are read back when their list
 * grows again. After a failure it is not used again: its memory would be ahead of the table.
 * Confined to the index thread; it does not commit.
 */
final class SegmentWriter {
    private static final int CACHED = 20_000;

    /** All of an owner's history is the list with this peer; {@code jid} numbers begin at 1. */
    static final int EVERYBODY = 0;

    private record ListKey(int owner, int peer) {}

    private record Grown(ListKey list, Segment segment) {}

    private static final Comparator<Grown> IN_TABLE_ORDER =
            Comparator.comparingInt((Grown g) -> g.list().owner())
                    .thenComparingInt(g -> g.list().peer())
                    .thenComparingLong(g -> g.segment().firstId());

    private final PreparedStatement selectLast;
    private final PreparedStatement upsert;
    private final Map<ListKey, Segment> last = new LinkedHashMap<>(1024, 0.75f, true);

    SegmentWriter(WriteConnection connection) throws SQLException {
        selectLast =
                connection.prepare(
                        "SELECT first_ordinal, entries FROM history_segment"
                                + " WHERE owner = ? AND peer = ? ORDER BY first_id DESC LIMIT 1");
        upsert =
                connection.prepare(
                        "INSERT INTO history_segment"
                                + " (owner, peer, first_id, first_ordinal, entries)"
                                + " VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (owner, peer, first_id)"
                                + " DO UPDATE SET entries = excluded.entries");
    }

    void write(List<IndexedMessage> messages) throws SQLException {
        Map<Segment, Grown> grown = new LinkedHashMap<>();
        for (IndexedMessage message : messages) {
            int[] owners = message.owners();
            for (int i = 0; i < owners.length; i += 2) {
                append(new ListKey(owners[i], EVERYBODY), message, grown);
                append(new ListKey(owners[i], owners[i + 1]), message, grown);
            }
        }
        List<Grown> rows = new ArrayList<>(grown.values());
        rows.sort(IN_TABLE_ORDER);
        for (Grown row : rows) {
            upsert.setInt(1, row.list.owner);
            upsert.setInt(2, row.list.peer);
            upsert.setLong(3, row.segment.firstId());
            upsert.setLong(4, row.segment.firstOrdinal());
            upsert.setBytes(5, row.segment.toBytes());
            upsert.addBatch();
        }
        upsert.executeBatch();
        shrink();
    }

    private void append(ListKey list, IndexedMessage message, Map<Segment, Grown> grown)
            throws SQLException {
        Segment segment = last.get(list);
        if (segment == null) {
            segment = readLast(list);
            last.put(list, segment);
        }
        if (segment.size() > 0 && segment.lastId() == message.id()) {
            return; // one owner twice in one message
        }
        if (segment.isFull()) {
            segment = new Segment(segment.firstOrdinal() + segment.size());
            last.put(list, segment);
        }
        segment.append(message.id(), message.line());
        grown.putIfAbsent(segment, new Grown(list, segment));
    }

    private Segment readLast(ListKey list) throws SQLException {
        selectLast.setInt(1, list.owner);
        selectLast.setInt(2, list.peer);
        try (ResultSet result = selectLast.executeQuery()) {
            return result.next()
                    ? new Segment(result.getLong(1), result.getBytes(2))
                    : new Segment(0);
        }
    }

    private void shrink() {
        var eldest = last.entrySet().iterator();
        while (last.size() > CACHED) {
            eldest.next();
            eldest.remove();
        }
    }
}
