package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.sql.jdbc.ReadSession;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/** Answers one query: finds the ids of the page in the index, then reads these messages. */
final class PageReader {
    /** How many messages are read in one go when their addresses must be looked at. */
    private static final int SLICE = 256;

    private static final long GREATEST_ID = HistoryList.NO_ID - 1;
    private static final long GREATEST_MS = ArchiveSlot.epochMillis(GREATEST_ID);

    private final ReadSession session;
    private final JidNames names;
    private final ArchiveQuery query;

    PageReader(ReadSession session, JidNames names, ArchiveQuery query) {
        this.session = session;
        this.names = names;
        this.query = query;
    }

    ArchiveResult answer() throws SQLException {
        Optional<Integer> owner = names.id(session, query.owner());
        if (owner.isEmpty()) {
            return query.named().isEmpty() ? nothing() : new ArchiveResult.ItemNotFound();
        }
        HistoryList all = new HistoryList(session, owner.get(), HistoryList.EVERYBODY);
        for (long id : query.named()) {
            if (!all.contains(id)) {
                return new ArchiveResult.ItemNotFound();
            }
        }
        Jid with = query.with();
        // In a room a full address is an occupant's; its messages are under many peers.
        boolean ofOccupant = with instanceof FullJid && with.bare().equals(query.owner());
        if (with == null || ofOccupant) {
            return answer(all);
        }
        Optional<Integer> peer = names.id(session, with.bare());
        return peer.isEmpty()
                ? nothing()
                : answer(new HistoryList(session, owner.get(), peer.get()));
    }

    private ArchiveResult answer(HistoryList list) throws SQLException {
        if (!query.ids().isEmpty()) {
            return byIds(list);
        }
        SegmentScan scan = list.scan(pageFrom(), pageTo(), isForward());
        return query.with() instanceof FullJid full ? filtered(scan, full) : listed(scan, list);
    }

    private ArchiveResult nothing() {
        return new ArchiveResult.Page(
                List.of(),
                true,
                OptionalLong.empty(),
                isCounted() ? OptionalLong.of(0) : OptionalLong.empty());
    }

    private boolean isCounted() {
        return !query.linesOnly() && !(query.with() instanceof FullJid);
    }

    private boolean isForward() {
        return query.anchor() instanceof Anchor.First || query.anchor() instanceof Anchor.After;
    }

    /** A client may name any time; those that no id can have come down to the nearest that can. */
    private static long firstIdAt(long epochMs) {
        return ArchiveSlot.firstIdAt(Math.clamp(epochMs, 0, GREATEST_MS));
    }

    private static long firstIdAfter(long epochMs) {
        return epochMs >= GREATEST_MS ? GREATEST_ID : firstIdAt(Math.max(epochMs, -1) + 1);
    }

    /** The smallest id the result may have. */
    private long from() {
        long from = 1;
        if (query.startMs() != null) {
            from = Math.max(from, firstIdAt(query.startMs()));
        }
        if (query.afterId() != null) {
            from = Math.max(from, query.afterId() + 1);
        }
        return from;
    }

    /** The greatest id the result may have. */
    private long to() {
        long to = GREATEST_ID;
        if (query.endMs() != null) {
            to = Math.min(to, firstIdAfter(query.endMs()) - 1);
        }
        if (query.beforeId() != null) {
            to = Math.min(to, query.beforeId() - 1);
        }
        return to;
    }

    private long pageFrom() {
        return query.anchor() instanceof Anchor.After(long id) ? Math.max(from(), id + 1) : from();
    }

    private long pageTo() {
        return query.anchor() instanceof Anchor.Before(long id) ? Math.min(to(), id - 1) : to();
    }

    /** The page is what the list says. */
    private ArchiveResult listed(SegmentScan scan, HistoryList list) throws SQLException {
        List<Long> ids = new ArrayList<>(query.max());
        long firstOrdinal = -1;
        boolean complete = true;
        while (scan.next()) {
            if (query.linesOnly() && !scan.line()) {
                continue;
            }
            if (ids.size() == query.max()) {
                complete = false;
                break;
            }
            ids.add(scan.id());
            if (firstOrdinal < 0 || !isForward()) {
                firstOrdinal = scan.ordinal();
            }
        }
        List<ArchiveRow> rows = ArchiveRows.read(session, names, ids);
        if (!isCounted()) {
            return new ArchiveResult.Page(
                    rows, complete, OptionalLong.empty(), OptionalLong.empty());
        }
        SegmentScan first = list.scan(from(), to(), true);
        if (!first.next()) {
            return nothing();
        }
        SegmentScan last = list.scan(from(), to(), false);
        long count = last.next() ? last.ordinal() - first.ordinal() + 1 : 0;
        return new ArchiveResult.Page(
                rows,
                complete,
                rows.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(firstOrdinal - first.ordinal()),
                OptionalLong.of(count));
    }

    /** The page is what of the list was sent from or to that very address. */
    private ArchiveResult filtered(SegmentScan scan, FullJid with) throws SQLException {
        List<ArchiveRow> rows = new ArrayList<>();
        List<Long> slice = new ArrayList<>(SLICE);
        boolean more = true;
        while (more && rows.size() <= query.max()) {
            more = scan.next();
            if (more && (!query.linesOnly() || scan.line())) {
                slice.add(scan.id());
            }
            if (!slice.isEmpty() && (!more || slice.size() == SLICE)) {
                List<ArchiveRow> read = ArchiveRows.read(session, names, slice);
                for (ArchiveRow row : isForward() ? read : read.reversed()) {
                    if (row.from().equals(with) || row.to().equals(with)) {
                        rows.add(row);
                    }
                }
                slice.clear();
            }
        }
        boolean complete = rows.size() <= query.max();
        List<ArchiveRow> page = rows.subList(0, Math.min(query.max(), rows.size()));
        return new ArchiveResult.Page(
                isForward() ? page : page.reversed(),
                complete,
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** A query for single messages: at most a few hundred, so the result is built whole. */
    private ArchiveResult byIds(HistoryList list) throws SQLException {
        List<Long> ids = new ArrayList<>();
        for (long id : query.ids()) {
            if (id < from() || id > to()) {
                continue;
            }
            SegmentScan scan = list.scan(id, id, true);
            if (scan.next() && (!query.linesOnly() || scan.line())) {
                ids.add(id);
            }
        }
        if (query.with() instanceof FullJid full) {
            ids =
                    ArchiveRows.read(session, names, ids).stream()
                            .filter(row -> row.from().equals(full) || row.to().equals(full))
                            .map(ArchiveRow::id)
                            .collect(Collectors.toList());
        }
        List<Long> candidates =
                ids.stream().filter(id -> id >= pageFrom() && id <= pageTo()).toList();
        int size = Math.min(query.max(), candidates.size());
        List<Long> page =
                isForward()
                        ? candidates.subList(0, size)
                        : candidates.subList(candidates.size() - size, candidates.size());
        return new ArchiveResult.Page(
                ArchiveRows.read(session, names, page),
                size == candidates.size(),
                isCounted() && size > 0
                        ? OptionalLong.of(ids.indexOf(page.getFirst()))
                        : OptionalLong.empty(),
                isCounted() ? OptionalLong.of(ids.size()) : OptionalLong.empty());
    }
}
