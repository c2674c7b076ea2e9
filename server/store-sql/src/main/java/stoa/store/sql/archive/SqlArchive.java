package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import stoa.store.archive.ArchiveExtent;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.ArchivedMessage;
import stoa.store.archive.FollowedMessage;
import stoa.store.archive.RecentOrigin;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Reads;
import stoa.xmpp.jid.BareJid;

/** The archive's port in SQL: waits for the index, then reads. */
public final class SqlArchive implements ArchiveStore {
    private static final String ORIGIN_COLUMNS =
            "SELECT id, sender, addressee, addressee_resource, origin_id, owners FROM archive"
                    + " WHERE id IN (";

    private static final String FOLLOWING =
            "SELECT a.id, a.sender, a.sender_resource, a.addressee, a.addressee_resource, a.owners,"
                    + " COALESCE(t.stanza, a.stanza) FROM archive a"
                    + " LEFT JOIN tombstone t ON t.id = a.id WHERE a.id > ? ORDER BY a.id LIMIT ?";

    /** How many messages are looked at in one go for their origin-ids. */
    private static final int ORIGIN_SLICE = 512;

    private final Reads reads;
    private final HistoryIndex index;
    private final String id;
    private final JidNames names = new JidNames();

    /**
     * @param id the archive's own id
     */
    public SqlArchive(Reads reads, HistoryIndex index, String id) {
        this.reads = reads;
        this.index = index;
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long newestId() {
        return index.committedId();
    }

    private <T> CompletionStage<T> read(Reads.Reader<T> reader) {
        return index.caughtUp().thenCompose(nothing -> reads.read(reader));
    }

    @Override
    public CompletionStage<ArchiveResult> page(ArchiveQuery query) {
        return read(session -> new PageReader(session, names, query).answer());
    }

    @Override
    public CompletionStage<Optional<ArchiveExtent>> extent(BareJid owner) {
        return read(
                session -> {
                    Optional<Integer> id = names.id(session, owner);
                    if (id.isEmpty()) {
                        return Optional.empty();
                    }
                    HistoryList all = new HistoryList(session, id.get(), HistoryList.EVERYBODY);
                    SegmentScan first = all.scan(1, HistoryList.NO_ID, true);
                    SegmentScan last = all.scan(1, HistoryList.NO_ID, false);
                    return first.next() && last.next()
                            ? Optional.of(new ArchiveExtent(first.id(), last.id()))
                            : Optional.empty();
                });
    }

    @Override
    public CompletionStage<List<RecentOrigin>> recentOrigins(BareJid owner, long sinceId, int max) {
        return read(
                session -> {
                    Optional<Integer> id = names.id(session, owner);
                    return id.isEmpty()
                            ? List.of()
                            : origins(session, owner, id.get(), sinceId, max);
                });
    }

    private List<RecentOrigin> origins(
            ReadSession session, BareJid owner, int ownerId, long sinceId, int max)
            throws SQLException {
        List<RecentOrigin> newestFirst = new ArrayList<>();
        SegmentScan scan =
                new HistoryList(session, ownerId, HistoryList.EVERYBODY)
                        .scan(sinceId + 1, HistoryList.NO_ID, false);
        List<Long> slice = new ArrayList<>();
        boolean more = true;
        while (more && newestFirst.size() < max) {
            more = scan.next();
            if (more) {
                slice.add(scan.id());
            }
            if (!slice.isEmpty() && (!more || slice.size() == ORIGIN_SLICE)) {
                List<RecentOrigin> found = origins(session, owner, ownerId, slice);
                found.sort((a, b) -> Long.compare(b.id(), a.id()));
                newestFirst.addAll(found);
                slice.clear();
            }
        }
        int size = Math.min(max, newestFirst.size());
        List<RecentOrigin> oldestFirst = new ArrayList<>(newestFirst.subList(0, size));
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private List<RecentOrigin> origins(
            ReadSession session, BareJid owner, int ownerId, List<Long> ids) throws SQLException {
        // Who speaks in a room does so from the room's address, so one rule serves both kinds.
        String ownWords = " AND origin_id IS NOT NULL AND sender = " + ownerId;
        return ArchiveRows.each(
                session,
                ORIGIN_COLUMNS,
                ownWords,
                ids,
                row -> {
                    int addressee = row.integer(3);
                    String resource = row.textOrNull(4);
                    boolean inRoom = addressee == ownerId && resource == null;
                    OptionalInt speaker =
                            inRoom
                                    ? peerOf(Owners.decode(row.bytes(6).array()), ownerId)
                                    : OptionalInt.empty();
                    return new RecentOrigin(
                            row.number(1),
                            speaker.isPresent() ? names.name(session, speaker.getAsInt()) : owner,
                            names.full(session, addressee, resource),
                            row.text(5));
                });
    }

    @Override
    public CompletionStage<List<ArchivedMessage>> span(long firstId, long lastId, int max) {
        return reads.read(
                session ->
                        session.list(
                                "SELECT id, sender, sender_resource, addressee, addressee_resource,"
                                        + " owners, stanza FROM archive WHERE id >= ? AND id <= ?"
                                        + " ORDER BY id LIMIT ?",
                                row ->
                                        new ArchivedMessage(
                                                row.number(1),
                                                names.full(
                                                        session, row.integer(2), row.textOrNull(3)),
                                                names.full(
                                                        session, row.integer(4), row.textOrNull(5)),
                                                owners(
                                                        session,
                                                        Owners.decode(row.bytes(6).array())),
                                                row.bytes(7)),
                                firstId,
                                lastId,
                                Math.min(max, MAX_SPAN)));
    }

    @Override
    public CompletionStage<List<FollowedMessage>> follow(long afterId, int max) {
        return reads.read(
                session ->
                        session.list(
                                FOLLOWING,
                                row ->
                                        new FollowedMessage(
                                                row.number(1),
                                                names.full(
                                                        session, row.integer(2), row.textOrNull(3)),
                                                names.full(
                                                        session, row.integer(4), row.textOrNull(5)),
                                                ownersAndPeers(
                                                        session,
                                                        Owners.decode(row.bytes(6).array())),
                                                row.bytes(7)),
                                afterId,
                                Math.min(max, MAX_FOLLOWED)));
    }

    @Override
    public CompletionStage<List<Long>> retracted(List<Long> ids) {
        return reads.read(
                session ->
                        ArchiveRows.each(
                                session,
                                "SELECT DISTINCT id FROM tombstone WHERE id IN (",
                                "",
                                ids,
                                row -> row.number(1)));
    }

    private List<ArchiveOwner> ownersAndPeers(ReadSession session, int[] pairs)
            throws SQLException {
        List<ArchiveOwner> owners = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.name(session, pairs[i]) instanceof BareJid owner) {
                owners.add(new ArchiveOwner(owner, names.name(session, pairs[i + 1])));
            }
        }
        return owners;
    }

    private List<BareJid> owners(ReadSession session, int[] pairs) throws SQLException {
        List<BareJid> owners = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.name(session, pairs[i]) instanceof BareJid owner) {
                owners.add(owner);
            }
        }
        return owners;
    }

    private static OptionalInt peerOf(int[] owners, int owner) {
        for (int i = 0; i < owners.length; i += 2) {
            if (owners[i] == owner) {
                return OptionalInt.of(owners[i + 1]);
            }
        }
        return OptionalInt.empty();
    }
}
