package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;
import stoa.store.secret.SecretDeleted;
import stoa.store.secret.SecretSaved;
import stoa.store.secret.SecretStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;

/** The server's secrets in SQL. */
public final class SqlSecrets implements SecretStore {
    private final Reads reads;

    public SqlSecrets(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes secrets. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                SecretSaved.class,
                "INSERT INTO secret (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                saved -> row(saved.name(), saved.value()));
        writers.on(
                SecretDeleted.class,
                "DELETE FROM secret WHERE name = ?",
                deleted -> row(deleted.name()));
    }

    @Override
    public CompletionStage<Optional<Bytes>> find(String name) {
        return reads.first("SELECT value FROM secret WHERE name = ?", row -> row.bytes(1), name);
    }
}
