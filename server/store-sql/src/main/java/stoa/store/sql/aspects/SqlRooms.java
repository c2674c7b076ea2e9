package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.AffiliationSaved;
import stoa.store.room.Room;
import stoa.store.room.RoomDeleted;
import stoa.store.room.RoomLogEntry;
import stoa.store.room.RoomLogged;
import stoa.store.room.RoomSaved;
import stoa.store.room.RoomStore;
import stoa.store.room.RoomSubject;
import stoa.store.room.RoomVisit;
import stoa.store.room.StoredRoom;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Rooms, their affiliations and their log in SQL. */
public final class SqlRooms implements RoomStore {
    private static final String COLUMNS =
            "SELECT local, service, config, config_version, subject, subject_nick, subject_at,"
                    + " created_at FROM room";
    private static final String FIND = COLUMNS + " WHERE service = ? AND local = ?";
    private static final String LIST =
            COLUMNS + " WHERE service = ? AND local > ? ORDER BY local LIMIT ?";
    private static final String AFFILIATIONS =
            "SELECT who, affiliation, nick, reason FROM affiliation WHERE room = ? ORDER BY who";
    private static final String LOG = "SELECT id, kind, who, nick, detail FROM room_log";

    private final Reads reads;

    public SqlRooms(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes rooms. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                RoomSaved.class,
                "INSERT INTO room (local, service, config, config_version, subject,"
                        + " subject_nick, subject_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (service, local) DO UPDATE SET config = excluded.config,"
                        + " config_version = excluded.config_version,"
                        + " subject = excluded.subject, subject_nick = excluded.subject_nick,"
                        + " subject_at = excluded.subject_at, created_at = excluded.created_at",
                saved -> values(saved.room()));
        writers.on(
                RoomDeleted.class,
                "DELETE FROM room WHERE service = ? AND local = ?",
                deleted -> row(deleted.room().domain(), deleted.room().local()));
        writers.on(
                RoomDeleted.class,
                "DELETE FROM affiliation WHERE room = ?",
                deleted -> row(deleted.room()));
        affiliationWrites(writers);
        visitWrites(writers);
        writers.insert(
                RoomLogged.class,
                "INSERT INTO room_log (room, id, kind, who, nick, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                logged ->
                        row(
                                logged.room(),
                                logged.slot().id(),
                                logged.kind(),
                                logged.who(),
                                logged.nick(),
                                logged.detail()));
    }

    /** Who was where last, beside the log, which grows for ever. */
    private static void visitWrites(ChangeWriters writers) {
        writers.onEach(
                RoomLogged.class,
                "INSERT INTO room_visit (account, service, local, id) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (account, service, local) DO UPDATE SET id = excluded.id",
                logged ->
                        logged.isVisit()
                                ? List.<@Nullable Object[]>of(
                                        row(
                                                logged.who().bare(),
                                                logged.room().domain(),
                                                logged.room().local(),
                                                logged.slot().id()))
                                : List.of());
        writers.on(
                RoomDeleted.class,
                "DELETE FROM room_visit WHERE service = ? AND local = ?",
                deleted -> row(deleted.room().domain(), deleted.room().local()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM room_visit WHERE account = ?",
                deleted -> row(deleted.account()));
    }

    private static void affiliationWrites(ChangeWriters writers) {
        writers.onEach(
                AffiliationSaved.class,
                "DELETE FROM affiliation WHERE room = ? AND who = ?",
                saved ->
                        saved.entry().affiliation() == Affiliation.NONE
                                ? List.<@Nullable Object[]>of(
                                        row(saved.room(), saved.entry().who()))
                                : List.of());
        writers.onEach(
                AffiliationSaved.class,
                "INSERT INTO affiliation (room, who, affiliation, nick, reason)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (room, who) DO UPDATE SET"
                        + " affiliation = excluded.affiliation, nick = excluded.nick,"
                        + " reason = excluded.reason",
                saved ->
                        saved.entry().affiliation() == Affiliation.NONE
                                ? List.of()
                                : List.<@Nullable Object[]>of(values(saved)));
    }

    private static @Nullable Object[] values(AffiliationSaved saved) {
        AffiliationEntry entry = saved.entry();
        return row(saved.room(), entry.who(), entry.affiliation(), entry.nick(), entry.reason());
    }

    private static @Nullable Object[] values(Room room) {
        RoomSubject subject = room.subject();
        return row(
                room.address().local(),
                room.address().domain(),
                ConfigText.write(room.config()),
                room.configVersion(),
                subject == null ? null : subject.text(),
                subject == null ? null : subject.nick(),
                subject == null ? null : subject.setAt(),
                room.createdAt());
    }

    @Override
    public CompletionStage<Optional<StoredRoom>> find(BareJid room) {
        return reads.read(
                session -> {
                    Optional<Room> found =
                            session.first(FIND, SqlRooms::room, room.domain(), room.local());
                    if (found.isEmpty()) {
                        return Optional.empty();
                    }
                    List<AffiliationEntry> affiliations =
                            session.list(AFFILIATIONS, SqlRooms::affiliation, room);
                    return Optional.of(new StoredRoom(found.get(), affiliations));
                });
    }

    @Override
    public CompletionStage<List<Room>> list(String service, @Nullable String afterLocal, int max) {
        String after = afterLocal == null ? "" : afterLocal;
        return reads.list(LIST, SqlRooms::room, service, after, Math.min(max, MAX_LISTED));
    }

    @Override
    public CompletionStage<Long> count(String service) {
        return reads.number("SELECT COUNT(*) FROM room WHERE service = ?", service);
    }

    @Override
    public CompletionStage<List<RoomLogEntry>> log(BareJid room, long afterId, int max) {
        return reads.list(
                LOG + " WHERE room = ? AND id > ? ORDER BY id LIMIT ?",
                SqlRooms::logEntry,
                room,
                afterId,
                Math.min(max, MAX_LISTED));
    }

    @Override
    public CompletionStage<List<RoomVisit>> lastVisits(BareJid account, String service, int max) {
        return reads.list(
                "SELECT local, service, id FROM room_visit WHERE account = ? AND service = ?"
                        + " ORDER BY id DESC LIMIT ?",
                row -> new RoomVisit(BareJid.of(row.text(1), row.text(2)), row.number(3)),
                account,
                service,
                Math.min(max, MAX_LISTED));
    }

    @Override
    public CompletionStage<List<RoomLogEntry>> lastLogged(BareJid room, int max) {
        return reads.read(
                session ->
                        session.list(
                                        LOG + " WHERE room = ? ORDER BY id DESC LIMIT ?",
                                        SqlRooms::logEntry,
                                        room,
                                        Math.min(max, MAX_LISTED))
                                .reversed());
    }

    private static Room room(Row row) throws SQLException {
        String subject = row.textOrNull(5);
        return new Room(
                BareJid.of(row.text(1), row.text(2)),
                ConfigText.read(row.text(3)),
                row.integer(4),
                subject == null ? null : new RoomSubject(subject, row.text(6), row.time(7)),
                row.time(8));
    }

    private static AffiliationEntry affiliation(Row row) throws SQLException {
        return new AffiliationEntry(
                row.jid(1), row.word(Affiliation.class, 2), row.textOrNull(3), row.textOrNull(4));
    }

    private static RoomLogEntry logEntry(Row row) throws SQLException {
        return new RoomLogEntry(
                row.number(1), row.text(2), row.jid(3), row.text(4), row.textOrNull(5));
    }
}
