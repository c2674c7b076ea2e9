package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.store.archive.ArchiveRow;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.Jid;

/** Reads messages by their ids, many with one statement. */
final class ArchiveRows {
    /** The most ids in one statement. */
    private static final int MOST_AT_ONCE = 512;

    private static final String COLUMNS =
            "SELECT a.id, a.sender, a.sender_resource, a.addressee, a.addressee_resource,"
                    + " COALESCE(t.stanza, a.stanza) FROM archive a"
                    + " LEFT JOIN tombstone t ON t.id = a.id WHERE a.id IN (";

    /** A full address as it stands in a row. */
    private record Place(int jid, @Nullable String resource) {}

    private ArchiveRows() {}

    /** The rows with these ids, ascending. */
    static List<ArchiveRow> read(ReadSession session, JidNames names, List<Long> ids)
            throws SQLException {
        Map<Place, Jid> seen = new HashMap<>();
        List<ArchiveRow> rows =
                each(session, COLUMNS, "", ids, row -> archiveRow(session, names, seen, row));
        rows.sort(Comparator.comparingLong(ArchiveRow::id));
        return rows;
    }

    private static ArchiveRow archiveRow(
            ReadSession session, JidNames names, Map<Place, Jid> seen, Row row)
            throws SQLException {
        Jid from = jid(session, names, seen, row.integer(2), row.textOrNull(3));
        Jid to = jid(session, names, seen, row.integer(4), row.textOrNull(5));
        return new ArchiveRow(row.number(1), from, to, row.bytes(6));
    }

    /** A page has few addresses, each many times: preparing them once saves most of its time. */
    private static Jid jid(
            ReadSession session,
            JidNames names,
            Map<Place, Jid> seen,
            int id,
            @Nullable String resource)
            throws SQLException {
        if (resource == null) {
            return names.name(session, id);
        }
        Place place = new Place(id, resource);
        Jid known = seen.get(place);
        if (known == null) {
            known = names.full(session, id, resource);
            seen.put(place, known);
        }
        return known;
    }

    /**
     * Runs a statement over the ids in slices. A slice is filled up with its last id to a power of
     * two, so that only ten different texts are ever prepared.
     *
     * @param head the statement up to the opening parenthesis of the list of ids
     * @param tail what follows the list's closing parenthesis, without parameters
     */
    static <T> List<T> each(
            ReadSession session,
            String head,
            String tail,
            List<Long> ids,
            ReadSession.Mapper<T> mapper)
            throws SQLException {
        List<T> all = new ArrayList<>(ids.size());
        for (int start = 0; start < ids.size(); start += MOST_AT_ONCE) {
            List<Long> slice = ids.subList(start, Math.min(ids.size(), start + MOST_AT_ONCE));
            int places = Math.max(1, Integer.highestOneBit(2 * slice.size() - 1));
            Object[] arguments = new Object[places];
            for (int i = 0; i < places; i++) {
                arguments[i] = slice.get(Math.min(i, slice.size() - 1));
            }
            String marks = "?, ".repeat(places - 1) + "?)";
            all.addAll(session.list(head + marks + tail, mapper, arguments));
        }
        return all;
    }
}
