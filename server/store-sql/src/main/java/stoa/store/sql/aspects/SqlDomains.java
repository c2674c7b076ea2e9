package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.List;
import java.util.concurrent.CompletionStage;
import stoa.store.domain.Domain;
import stoa.store.domain.DomainDeleted;
import stoa.store.domain.DomainSaved;
import stoa.store.domain.DomainStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;

/** Domains in SQL. */
public final class SqlDomains implements DomainStore {
    private final Reads reads;

    public SqlDomains(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes domains. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                DomainSaved.class,
                "INSERT INTO domain (name, created_at) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET created_at = excluded.created_at",
                saved -> row(saved.domain().name(), saved.domain().createdAt()));
        writers.on(
                DomainDeleted.class,
                "DELETE FROM domain WHERE name = ?",
                deleted -> row(deleted.name()));
    }

    @Override
    public CompletionStage<List<Domain>> list() {
        return reads.list(
                "SELECT name, created_at FROM domain ORDER BY name",
                row -> new Domain(row.text(1), row.time(2)));
    }
}
