package stoa.store.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.file.FileForgotten;
import stoa.store.file.FileSaved;
import stoa.store.file.FileStore;
import stoa.store.file.StoredFile;
import stoa.xmpp.jid.BareJid;

final class MemoryFiles implements FileStore {
    private final MemoryTables tables;
    private final Map<String, StoredFile> files = new HashMap<>();

    MemoryFiles(MemoryTables tables) {
        this.tables = tables;
        tables.on(FileSaved.class, saved -> files.put(saved.file().id(), saved.file()));
        tables.on(FileForgotten.class, forgotten -> files.remove(forgotten.id()));
    }

    @Override
    public CompletionStage<Optional<StoredFile>> find(String id) {
        return tables.read(() -> Optional.ofNullable(files.get(id)));
    }

    @Override
    public CompletionStage<List<String>> uploadedBefore(Instant time, int max) {
        return tables.read(
                () ->
                        files.values().stream()
                                .filter(file -> file.purpose().kind().ages())
                                .filter(file -> file.uploadedAt().isBefore(time))
                                .sorted(Comparator.comparing(StoredFile::uploadedAt))
                                .limit(max)
                                .map(StoredFile::id)
                                .toList());
    }

    @Override
    public CompletionStage<List<String>> over(Instant now, int max) {
        return tables.read(
                () ->
                        files.values().stream()
                                .filter(file -> file.purpose().isOver(now))
                                .sorted(Comparator.comparing(MemoryFiles::end))
                                .limit(max)
                                .map(StoredFile::id)
                                .toList());
    }

    private static Instant end(StoredFile file) {
        return Objects.requireNonNull(file.purpose().expiresAt());
    }

    @Override
    public CompletionStage<Boolean> hasBytes(String sha256) {
        return tables.read(
                () -> files.values().stream().anyMatch(file -> file.sha256().equals(sha256)));
    }

    @Override
    public CompletionStage<Long> bytesSince(BareJid owner, Instant since) {
        return tables.read(
                () ->
                        files.values().stream()
                                .filter(file -> file.owner().equals(owner))
                                .filter(file -> !file.uploadedAt().isBefore(since))
                                .mapToLong(StoredFile::size)
                                .sum());
    }
}
