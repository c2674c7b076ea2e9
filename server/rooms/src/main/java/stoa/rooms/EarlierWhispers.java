package stoa.rooms;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

/**
 * Which private messages people have sent in a room before it was loaded, so that they too are
 * archived once. They stand in their senders' histories and not in the room's, so that a room that
 * is loaded does not know them: they are read when somebody whispers in it for the first time. Any
 * thread.
 *
 * <p>As much is read as an account reads of itself when it is loaded, the last day; of whom has
 * been read is kept until the room is loaded again.
 */
final class EarlierWhispers {
    private final ArchiveStore archive;
    private final InstantSource clock;

    /** By room and sender; each waits for the one before, so that all are told in their order. */
    private final Map<BareJid, Map<BareJid, CompletableFuture<Set<String>>>> known =
            new ConcurrentHashMap<>();

    EarlierWhispers(ArchiveStore archive, InstantSource clock) {
        this.archive = archive;
        this.clock = clock;
    }

    /** Takes what it is told, or null when the archive cannot be read. */
    @FunctionalInterface
    interface Told {
        void accept(@Nullable Boolean sentBefore);
    }

    /**
     * Tells whether a message was whispered before: at once, or behind the reading, in the order in
     * which it is asked for a sender.
     */
    void ask(BareJid room, BareJid sender, String originId, String nick, Told told) {
        CompletableFuture<Set<String>> mine = new CompletableFuture<>();
        CompletableFuture<Set<String>> before =
                known.computeIfAbsent(room, r -> new ConcurrentHashMap<>()).put(sender, mine);
        CompletionStage<Set<String>> reading =
                before == null
                        ? read(room, sender)
                        : before.exceptionallyCompose(failure -> read(room, sender));
        reading.whenComplete(
                (keys, failure) -> {
                    try {
                        told.accept(
                                failure == null
                                        ? keys.contains(OriginId.whispered(originId, nick))
                                        : null);
                    } finally { // whatever it does with it, the next one waits for this
                        if (failure == null) {
                            mine.complete(keys);
                        } else {
                            mine.completeExceptionally(failure);
                        }
                    }
                });
    }

    /** A room is loaded: what it was told since it was loaded last, it does not know any more. */
    void forget(BareJid room) {
        known.remove(room);
    }

    /** What is known of rooms that are not in memory has no use. */
    void keepOnly(Predicate<BareJid> inMemory) {
        known.keySet().removeIf(room -> !inMemory.test(room));
    }

    private CompletionStage<Set<String>> read(BareJid room, BareJid sender) {
        long since = ArchiveSlot.firstIdAt(clock.instant().minus(Once.KEPT).toEpochMilli()) - 1;
        return archive.recentOrigins(sender, since, Once.CAPACITY)
                .thenApply(origins -> whispersIn(room, origins));
    }

    private static Set<String> whispersIn(BareJid room, List<RecentOrigin> origins) {
        Set<String> keys = new HashSet<>();
        for (RecentOrigin origin : origins) {
            if (origin.to() instanceof FullJid occupant && occupant.bare().equals(room)) {
                keys.add(OriginId.whispered(origin.originId(), occupant.resource()));
            }
        }
        return keys;
    }
}
