package stoa.store.memory;

import static stoa.store.memory.CodePointOrder.CODE_POINTS;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
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
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

final class MemoryRooms implements RoomStore {
    private final MemoryTables tables;
    private final Map<BareJid, Room> rooms = new HashMap<>();
    private final Map<BareJid, TreeMap<String, AffiliationEntry>> lists = new HashMap<>();
    private final Map<BareJid, TreeMap<Long, RoomLogEntry>> logs = new HashMap<>();
    private final Map<Jid, Map<BareJid, Long>> visits = new HashMap<>();

    MemoryRooms(MemoryTables tables) {
        this.tables = tables;
        tables.on(RoomSaved.class, saved -> save(saved.room()));
        tables.on(AffiliationSaved.class, this::save);
        tables.on(RoomLogged.class, this::log);
        tables.on(
                RoomDeleted.class,
                deleted -> {
                    rooms.remove(deleted.room());
                    lists.remove(deleted.room());
                    visits.values().forEach(rooms -> rooms.remove(deleted.room()));
                });
        tables.on(AccountDeleted.class, deleted -> visits.remove(deleted.account()));
    }

    private void save(Room room) {
        RoomSubject subject = room.subject();
        if (subject != null) {
            subject =
                    new RoomSubject(
                            subject.text(),
                            subject.nick(),
                            subject.setAt().truncatedTo(ChronoUnit.MILLIS));
        }
        rooms.put(
                room.address(),
                new Room(
                        room.address(),
                        room.config(),
                        room.configVersion(),
                        subject,
                        room.createdAt().truncatedTo(ChronoUnit.MILLIS)));
    }

    private void save(AffiliationSaved saved) {
        AffiliationEntry entry = saved.entry();
        TreeMap<String, AffiliationEntry> list =
                lists.computeIfAbsent(saved.room(), key -> new TreeMap<>(CODE_POINTS));
        if (entry.affiliation() == Affiliation.NONE) {
            list.remove(entry.who().toString());
        } else {
            list.put(entry.who().toString(), entry);
        }
    }

    private void log(RoomLogged logged) {
        long id = logged.slot().id();
        if (logged.isVisit()) {
            visits.computeIfAbsent(logged.who().bare(), key -> new HashMap<>())
                    .put(logged.room(), id);
        }
        logs.computeIfAbsent(logged.room(), key -> new TreeMap<>())
                .put(
                        id,
                        new RoomLogEntry(
                                id, logged.kind(), logged.who(), logged.nick(), logged.detail()));
    }

    @Override
    public CompletionStage<Optional<StoredRoom>> find(BareJid room) {
        return tables.read(
                () -> {
                    TreeMap<String, AffiliationEntry> list =
                            lists.getOrDefault(room, new TreeMap<>());
                    return Optional.ofNullable(rooms.get(room))
                            .map(r -> new StoredRoom(r, List.copyOf(list.values())));
                });
    }

    @Override
    public CompletionStage<List<Room>> list(String service, @Nullable String afterLocal, int max) {
        return tables.read(
                () ->
                        of(service)
                                .filter(
                                        r ->
                                                MemoryAccounts.isAfter(
                                                        r.address().local(), afterLocal))
                                .sorted(Comparator.comparing(r -> r.address().local(), CODE_POINTS))
                                .limit(Math.min(max, MAX_LISTED))
                                .toList());
    }

    @Override
    public CompletionStage<Long> count(String service) {
        return tables.read(() -> of(service).count());
    }

    private Stream<Room> of(String service) {
        return rooms.values().stream().filter(r -> r.address().domain().equals(service));
    }

    @Override
    public CompletionStage<List<RoomLogEntry>> log(BareJid room, long afterId, int max) {
        return tables.read(
                () ->
                        logOf(room).tailMap(afterId, false).values().stream()
                                .limit(Math.min(max, MAX_LISTED))
                                .toList());
    }

    @Override
    public CompletionStage<List<RoomVisit>> lastVisits(BareJid account, String service, int max) {
        return tables.read(
                () ->
                        visits.getOrDefault(account, Map.of()).entrySet().stream()
                                .map(visit -> new RoomVisit(visit.getKey(), visit.getValue()))
                                .filter(visit -> visit.room().domain().equals(service))
                                .sorted(Comparator.comparing(RoomVisit::id).reversed())
                                .limit(Math.min(max, MAX_LISTED))
                                .toList());
    }

    @Override
    public CompletionStage<List<RoomLogEntry>> lastLogged(BareJid room, int max) {
        return tables.read(
                () -> {
                    Collection<RoomLogEntry> newestFirst = logOf(room).descendingMap().values();
                    return newestFirst.stream()
                            .limit(Math.min(max, MAX_LISTED))
                            .toList()
                            .reversed();
                });
    }

    private NavigableMap<Long, RoomLogEntry> logOf(BareJid room) {
        return logs.getOrDefault(room, new TreeMap<>());
    }
}
