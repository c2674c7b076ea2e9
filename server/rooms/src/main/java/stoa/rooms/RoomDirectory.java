package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Room;
import stoa.store.room.RoomStore;
import stoa.store.room.StoredRoom;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;

/**
 * The rooms of all services, section 6.3: a page of those the asker may know of, by address. Read
 * from the store at start and kept in step by the rooms' effects. Safe on any thread. Holds one
 * small {@link Listing} a room.
 */
final class RoomDirectory {
    /** The most rooms in one answer. */
    static final int MAX_PAGE = 500;

    private static final int READ_AT_ONCE = 1_000;

    private final ConcurrentHashMap<String, NavigableMap<String, Listing>> services =
            new ConcurrentHashMap<>();
    private final RoomStore store;

    RoomDirectory(RoomStore store) {
        this.store = store;
    }

    /** Reads the rooms of a service; done before the service takes stanzas. */
    CompletionStage<Void> load(String service) {
        return loadAfter(service, null);
    }

    private CompletionStage<Void> loadAfter(String service, @Nullable String afterLocal) {
        return store.list(service, afterLocal, READ_AT_ONCE)
                .thenCompose(
                        rooms -> {
                            CompletionStage<Void> enlisted =
                                    CompletableFuture.completedFuture(null);
                            for (Room room : rooms) {
                                enlisted = enlisted.thenCompose(before -> enlist(room));
                            }
                            return rooms.size() < READ_AT_ONCE
                                    ? enlisted
                                    : enlisted.thenCompose(
                                            before ->
                                                    loadAfter(
                                                            service,
                                                            rooms.getLast().address().local()));
                        });
    }

    /** Only a hidden room's lists are read: they say to whom it is none. */
    private CompletionStage<Void> enlist(Room room) {
        RoomConfig config = RoomConfig.fromStored(room.config());
        if (config.get(Hidden.PUBLIC)) {
            is(room.address(), Listing.of(room.address(), config, Affiliations.NOBODY));
            return CompletableFuture.completedFuture(null);
        }
        return store.find(room.address())
                .thenAccept(
                        found ->
                                found.map(StoredRoom::affiliations)
                                        .map(Affiliations::of)
                                        .ifPresent(
                                                lists ->
                                                        is(
                                                                room.address(),
                                                                Listing.of(
                                                                        room.address(),
                                                                        config,
                                                                        lists))));
    }

    /** The room is as that says, or no more. */
    void is(BareJid room, @Nullable Listing listing) {
        NavigableMap<String, Listing> rooms = of(room.domain());
        if (listing == null) {
            rooms.remove(room.local());
        } else {
            rooms.put(room.local(), listing);
        }
    }

    boolean has(BareJid room) {
        return of(room.domain()).containsKey(room.local());
    }

    /** The rooms that are not kept when empty. */
    List<BareJid> temporary() {
        List<BareJid> temporary = new ArrayList<>();
        for (NavigableMap<String, Listing> rooms : services.values()) {
            for (Listing room : rooms.values()) {
                if (!room.isPersistent()) {
                    temporary.add(room.address());
                }
            }
        }
        return temporary;
    }

    private NavigableMap<String, Listing> of(String service) {
        return services.computeIfAbsent(service, s -> new ConcurrentSkipListMap<>());
    }

    /**
     * A page for this asker.
     *
     * @return null when the request names a room that is not in the asker's directory
     *     (item-not-found)
     */
    @Nullable Slice<Listing> page(String service, Jid asker, PageRequest request) {
        List<Listing> visible = visibleTo(asker, service).toList();
        return Slice.of(visible, room -> room.address().toString(), request, MAX_PAGE);
    }

    /** The rooms this asker may know of, by address. */
    Stream<Listing> visibleTo(Jid asker, String service) {
        return of(service).values().stream().filter(room -> room.isFor(asker));
    }
}
