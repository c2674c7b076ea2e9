package stoa.store.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;
import stoa.store.secret.SecretDeleted;
import stoa.store.secret.SecretSaved;
import stoa.store.secret.SecretStore;

final class MemorySecrets implements SecretStore {
    private final MemoryTables tables;
    private final Map<String, Bytes> secrets = new HashMap<>();

    MemorySecrets(MemoryTables tables) {
        this.tables = tables;
        tables.on(SecretSaved.class, saved -> secrets.put(saved.name(), saved.value()));
        tables.on(SecretDeleted.class, deleted -> secrets.remove(deleted.name()));
    }

    @Override
    public CompletionStage<Optional<Bytes>> find(String name) {
        return tables.read(() -> Optional.ofNullable(secrets.get(name)));
    }
}
