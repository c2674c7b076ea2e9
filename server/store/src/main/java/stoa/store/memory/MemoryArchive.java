package stoa.store.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveExtent;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.ArchivedMessage;
import stoa.store.archive.FollowedMessage;
import stoa.store.archive.PastAppend;
import stoa.store.archive.PastOwnerAdded;
import stoa.store.archive.RecentOrigin;
import stoa.store.archive.TombstoneSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * The archive in memory. Written for plainness: it filters whole lists, and the SQL adapters are
 * held to give the same answers.
 */
final class MemoryArchive implements ArchiveStore {
    private record Entry(Jid peer, ArchiveAppend message) {
        long id() {
            return message.slot().id();
        }

        ArchiveRow row(Map<Long, Bytes> tombstones) {
            Bytes stanza = tombstones.getOrDefault(id(), message.stanza());
            return new ArchiveRow(id(), message.from(), message.to(), stanza);
        }
    }

    private final MemoryTables tables;
    private final Map<BareJid, TreeMap<Long, Entry>> histories = new HashMap<>();
    private final Map<Long, Bytes> tombstones = new HashMap<>();
    private final TreeMap<Long, ArchiveAppend> messages = new TreeMap<>();
    private final String id = UUID.randomUUID().toString();
    private volatile long newestId;

    MemoryArchive(MemoryTables tables) {
        this.tables = tables;
        tables.on(ArchiveAppend.class, this::append);
        tables.on(PastAppend.class, past -> append(past.message()));
        tables.on(PastOwnerAdded.class, this::addOwner);
        tables.on(TombstoneSaved.class, saved -> tombstones.put(saved.id(), saved.stanza()));
    }

    private void append(ArchiveAppend message) {
        messages.put(message.slot().id(), message);
        newestId = messages.lastKey();
        for (ArchiveOwner owner : message.owners()) {
            histories
                    .computeIfAbsent(owner.owner(), key -> new TreeMap<>())
                    .put(message.slot().id(), new Entry(owner.peer(), message));
        }
    }

    private void addOwner(PastOwnerAdded added) {
        ArchiveAppend message = messages.get(added.id());
        if (message == null || owners(message).contains(added.owner().owner())) {
            return;
        }
        List<ArchiveOwner> owners = new ArrayList<>(message.owners());
        owners.add(added.owner());
        append(
                new ArchiveAppend(
                        message.slot(),
                        message.from(),
                        message.to(),
                        message.type(),
                        message.originId(),
                        owners,
                        message.stanza(),
                        message.line()));
    }

    private static List<BareJid> owners(ArchiveAppend message) {
        return message.owners().stream().map(ArchiveOwner::owner).toList();
    }

    @Override
    public CompletionStage<List<ArchivedMessage>> span(long firstId, long lastId, int max) {
        return tables.read(
                () ->
                        messages.subMap(firstId, true, lastId, true).values().stream()
                                .limit(Math.min(max, MAX_SPAN))
                                .map(
                                        m ->
                                                new ArchivedMessage(
                                                        m.slot().id(),
                                                        m.from(),
                                                        m.to(),
                                                        owners(m),
                                                        m.stanza()))
                                .toList());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long newestId() {
        return newestId;
    }

    @Override
    public CompletionStage<List<FollowedMessage>> follow(long afterId, int max) {
        return tables.read(
                () ->
                        messages.tailMap(afterId, false).values().stream()
                                .limit(Math.min(max, MAX_FOLLOWED))
                                .map(this::followed)
                                .toList());
    }

    private FollowedMessage followed(ArchiveAppend message) {
        long messageId = message.slot().id();
        return new FollowedMessage(
                messageId,
                message.from(),
                message.to(),
                message.owners(),
                tombstones.getOrDefault(messageId, message.stanza()));
    }

    @Override
    public CompletionStage<List<Long>> retracted(List<Long> ids) {
        return tables.read(() -> ids.stream().filter(tombstones::containsKey).toList());
    }

    @Override
    public CompletionStage<ArchiveResult> page(ArchiveQuery query) {
        return tables.read(() -> answer(query));
    }

    @Override
    public CompletionStage<Optional<ArchiveExtent>> extent(BareJid owner) {
        return tables.read(
                () -> {
                    NavigableMap<Long, Entry> history = history(owner);
                    return history.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new ArchiveExtent(history.firstKey(), history.lastKey()));
                });
    }

    @Override
    public CompletionStage<List<RecentOrigin>> recentOrigins(BareJid owner, long sinceId, int max) {
        return tables.read(
                () -> {
                    Collection<Entry> recent = history(owner).tailMap(sinceId, false).values();
                    List<RecentOrigin> all =
                            recent.stream()
                                    .flatMap(entry -> origin(owner, entry).stream())
                                    .toList();
                    return all.subList(Math.max(0, all.size() - max), all.size());
                });
    }

    private static Optional<RecentOrigin> origin(BareJid owner, Entry entry) {
        ArchiveAppend message = entry.message;
        String originId = message.originId();
        boolean sentByOwner = message.from().bare().equals(owner);
        boolean spokenInRoom = message.to().equals(owner) && sentByOwner;
        if (originId == null || !sentByOwner) {
            return Optional.empty();
        }
        Jid sender = spokenInRoom ? entry.peer : owner;
        return Optional.of(new RecentOrigin(entry.id(), sender, message.to(), originId));
    }

    private NavigableMap<Long, Entry> history(BareJid owner) {
        return histories.getOrDefault(owner, new TreeMap<>());
    }

    private ArchiveResult answer(ArchiveQuery query) {
        NavigableMap<Long, Entry> history = history(query.owner());
        if (!query.named().stream().allMatch(history::containsKey)) {
            return new ArchiveResult.ItemNotFound();
        }
        List<Entry> result = history.values().stream().filter(e -> matches(query, e)).toList();
        List<Entry> page = cut(query, result);
        int first = page.isEmpty() ? 0 : result.indexOf(page.getFirst());
        boolean forward =
                query.anchor() instanceof Anchor.First || query.anchor() instanceof Anchor.After;
        boolean counted = !query.linesOnly() && !(query.with() instanceof FullJid);
        return new ArchiveResult.Page(
                page.stream().map(entry -> entry.row(tombstones)).toList(),
                page.isEmpty()
                        ? candidates(query, result).isEmpty()
                        : forward ? first + page.size() == result.size() : first == 0,
                counted && !page.isEmpty() ? OptionalLong.of(first) : OptionalLong.empty(),
                counted ? OptionalLong.of(result.size()) : OptionalLong.empty());
    }

    private static boolean matches(ArchiveQuery query, Entry entry) {
        long id = entry.id();
        long at = ArchiveSlot.epochMillis(id);
        return talksWith(query.with(), entry)
                && (query.startMs() == null || at >= query.startMs())
                && (query.endMs() == null || at <= query.endMs())
                && (query.afterId() == null || id > query.afterId())
                && (query.beforeId() == null || id < query.beforeId())
                && (query.ids().isEmpty() || query.ids().contains(id))
                && (!query.linesOnly() || entry.message.line());
    }

    private static boolean talksWith(@Nullable Jid with, Entry entry) {
        return switch (with) {
            case null -> true;
            case FullJid full ->
                    entry.message.from().equals(full) || entry.message.to().equals(full);
            case Jid bare -> entry.peer.equals(bare);
        };
    }

    /** What of the result lies on the anchor's side. */
    private static List<Entry> candidates(ArchiveQuery query, List<Entry> result) {
        return switch (query.anchor()) {
            case Anchor.First() -> result;
            case Anchor.Last() -> result;
            case Anchor.After(long id) -> result.stream().filter(e -> e.id() > id).toList();
            case Anchor.Before(long id) -> result.stream().filter(e -> e.id() < id).toList();
        };
    }

    private static List<Entry> cut(ArchiveQuery query, List<Entry> result) {
        List<Entry> candidates = candidates(query, result);
        int size = candidates.size();
        int rows = Math.min(query.max(), size);
        return switch (query.anchor()) {
            case Anchor.First f -> candidates.subList(0, rows);
            case Anchor.After a -> candidates.subList(0, rows);
            case Anchor.Last l -> candidates.subList(size - rows, size);
            case Anchor.Before b -> candidates.subList(size - rows, size);
        };
    }
}
