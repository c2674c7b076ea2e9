package stoa.store.sql.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * Adds messages to their lists. What a list ends with, its tail, stands in a small table that is
 * rewritten batch by batch and so stays in the cache; a tail that is full is sealed into the large
 * table and never touched again. The tails of {@link #CACHED} lists are kept in memory, at most
 * about 20 MB; others are read back when their list grows again.
 *
 * <p>Confined to the index thread; it does not commit. After a failure it is not used again: its
 * memory would be ahead of the tables.
 */
final class SegmentWriter {
    private static final int CACHED = 30_000;

    private record ListKey(int owner, int peer) {}

    private record Sealed(ListKey list, Segment segment) {}

    /** The order of the tables' keys: neighbours share pages. */
    private static final Comparator<ListKey> BY_KEY =
            Comparator.comparingInt(ListKey::owner).thenComparingInt(ListKey::peer);

    private final PreparedStatement selectTail;
    private final PreparedStatement upsertTail;
    private final PreparedStatement insertSealed;
    private final Map<ListKey, Segment> tails = new LinkedHashMap<>(1024, 0.75f, true);

    SegmentWriter(WriteConnection connection) throws SQLException {
        selectTail =
                connection.prepare(
                        "SELECT first_ordinal, entries FROM history_tail"
                                + " WHERE owner = ? AND peer = ?");
        upsertTail =
                connection.prepare(
                        "INSERT INTO history_tail (owner, peer, first_ordinal, entries)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (owner, peer) DO UPDATE SET"
                                + " first_ordinal = excluded.first_ordinal,"
                                + " entries = excluded.entries");
        insertSealed =
                connection.prepare(
                        "INSERT INTO history_segment"
                                + " (owner, peer, first_id, first_ordinal, entries)"
                                + " VALUES (?, ?, ?, ?, ?)");
    }

    void write(List<IndexedMessage> messages) throws SQLException {
        Map<ListKey, Segment> grown = new TreeMap<>(BY_KEY);
        List<Sealed> sealed = new ArrayList<>();
        for (IndexedMessage message : messages) {
            int[] owners = message.owners();
            for (int i = 0; i < owners.length; i += 2) {
                append(new ListKey(owners[i], HistoryList.EVERYBODY), message, grown, sealed);
                append(new ListKey(owners[i], owners[i + 1]), message, grown, sealed);
            }
        }
        insert(sealed);
        upsert(grown);
        shrink();
    }

    private void append(
            ListKey list, IndexedMessage message, Map<ListKey, Segment> grown, List<Sealed> sealed)
            throws SQLException {
        Segment tail = tails.get(list);
        if (tail == null) {
            tail = read(list);
            tails.put(list, tail);
        }
        if (tail.size() > 0 && tail.lastId() == message.id()) {
            return; // one owner twice in one message
        }
        if (tail.isFull()) {
            sealed.add(new Sealed(list, tail));
            tail = new Segment(tail.firstOrdinal() + tail.size());
            tails.put(list, tail);
        }
        tail.append(message.id(), message.line());
        grown.put(list, tail);
    }

    private Segment read(ListKey list) throws SQLException {
        selectTail.setInt(1, list.owner);
        selectTail.setInt(2, list.peer);
        try (ResultSet result = selectTail.executeQuery()) {
            return result.next()
                    ? new Segment(result.getLong(1), result.getBytes(2))
                    : new Segment(0);
        }
    }

    private void insert(List<Sealed> sealed) throws SQLException {
        sealed.sort(Comparator.comparing(Sealed::list, BY_KEY));
        for (Sealed row : sealed) {
            insertSealed.setInt(1, row.list.owner);
            insertSealed.setInt(2, row.list.peer);
            insertSealed.setLong(3, row.segment.firstId());
            insertSealed.setLong(4, row.segment.firstOrdinal());
            insertSealed.setBytes(5, row.segment.toBytes());
            insertSealed.addBatch();
        }
        if (!sealed.isEmpty()) {
            insertSealed.executeBatch();
        }
    }

    private void upsert(Map<ListKey, Segment> grown) throws SQLException {
        for (Map.Entry<ListKey, Segment> row : grown.entrySet()) {
            upsertTail.setInt(1, row.getKey().owner);
            upsertTail.setInt(2, row.getKey().peer);
            upsertTail.setLong(3, row.getValue().firstOrdinal());
            upsertTail.setBytes(4, row.getValue().toBytes());
            upsertTail.addBatch();
        }
        upsertTail.executeBatch();
    }

    private void shrink() {
        var eldest = tails.entrySet().iterator();
        while (tails.size() > CACHED) {
            eldest.next();
            eldest.remove();
        }
    }
}
