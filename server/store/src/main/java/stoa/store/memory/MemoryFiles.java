package stoa.store.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
    }

    @Override
    public CompletionStage<Optional<StoredFile>> find(String id) {
        return tables.read(() -> Optional.ofNullable(files.get(id)));
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
