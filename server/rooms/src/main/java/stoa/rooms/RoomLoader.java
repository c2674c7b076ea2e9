package stoa.rooms;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.RecentOrigin;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.RoomStore;
import stoa.store.room.StoredRoom;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;

/**
 * Reads a room from the store: its tables, the lines newcomers are shown, and the origin-ids of the
 * last day, of its own and not of another room that was at its address before. Who was in it when
 * it was last in memory comes from {@link Attendance}.
 */
final class RoomLoader {
    private final RoomStore rooms;
    private final ArchiveStore archive;
    private final Attendance attendance;
    private final EarlierWhispers whispers;
    private final InstantSource clock;

    RoomLoader(
            RoomStore rooms,
            ArchiveStore archive,
            Attendance attendance,
            EarlierWhispers whispers,
            InstantSource clock) {
        this.rooms = rooms;
        this.archive = archive;
        this.attendance = attendance;
        this.whispers = whispers;
        this.clock = clock;
    }

    CompletionStage<Room> load(BareJid address) {
        whispers.forget(address);
        return rooms.find(address)
                .thenCompose(
                        found ->
                                found.isEmpty()
                                        ? CompletableFuture.completedFuture(Room.absent(address))
                                        : load(address, found.get()));
    }

    private CompletionStage<Room> load(BareJid address, StoredRoom stored) {
        long created = stored.room().createdAt().toEpochMilli();
        long remembered = clock.instant().minus(Once.KEPT).toEpochMilli();
        long sinceId = ArchiveSlot.firstIdAt(Math.max(created, remembered)) - 1;
        return archive.page(
                        ArchiveQuery.lastOf(address, History.CAPACITY)
                                .linesOnly(true)
                                .start(created))
                .thenCombine(
                        archive.recentOrigins(address, sinceId, Once.CAPACITY),
                        (page, origins) -> room(address, stored, page, origins));
    }

    private Room room(
            BareJid address, StoredRoom stored, ArchiveResult page, List<RecentOrigin> origins) {
        List<AffiliationEntry> entries = stored.affiliations();
        Occupants present = attendance.of(address);
        return new Room(
                address,
                Room.Phase.OPEN,
                RoomConfig.fromStored(stored.room().config()),
                Affiliations.of(entries),
                stored.room().subject(),
                stored.room().createdAt(),
                present,
                new History(lines(page)),
                Once.of(origins),
                Pace.NOBODY,
                nextSeat(present));
    }

    private static long nextSeat(Occupants present) {
        long next = 1;
        for (Occupant occupant : present.list()) {
            for (Seat seat : occupant.seats()) {
                next = Math.max(next, seat.number() + 1);
            }
        }
        return next;
    }

    private static List<Line> lines(ArchiveResult result) {
        List<Line> lines = new ArrayList<>();
        if (result instanceof ArchiveResult.Page page) {
            for (ArchiveRow row : page.rows()) {
                Line line = line(row);
                if (line != null) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    /** Newcomers are not told what only the archive tells, see {@link RoomChanges}. */
    private static @Nullable Line line(ArchiveRow row) {
        Line line = ArchivedLine.read(row);
        if (line == null || Tombstone.is(line)) {
            return null;
        }
        Message message = line.message();
        return new Line(
                line.slot(),
                line.at(),
                message.withPayloads(
                        message.payloads().stream()
                                .filter(payload -> !payload.is("x", Muc.USER))
                                .toList()));
    }
}
