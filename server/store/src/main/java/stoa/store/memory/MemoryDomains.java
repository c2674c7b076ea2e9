package stoa.store.memory;

import static stoa.store.memory.CodePointOrder.CODE_POINTS;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.domain.Domain;
import stoa.store.domain.DomainDeleted;
import stoa.store.domain.DomainSaved;
import stoa.store.domain.DomainStore;

final class MemoryDomains implements DomainStore {
    private final MemoryTables tables;
    private final TreeMap<String, Domain> domains = new TreeMap<>(CODE_POINTS);

    MemoryDomains(MemoryTables tables) {
        this.tables = tables;
        tables.on(DomainSaved.class, saved -> save(saved.domain()));
        tables.on(DomainDeleted.class, deleted -> domains.remove(deleted.name()));
    }

    private void save(Domain domain) {
        domains.put(
                domain.name(),
                new Domain(domain.name(), domain.createdAt().truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public CompletionStage<List<Domain>> list() {
        return tables.read(() -> List.copyOf(domains.values()));
    }
}
