package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.file.FileForgotten;
import stoa.store.file.FilePurpose;
import stoa.store.file.FileSaved;
import stoa.store.file.FileStore;
import stoa.store.file.StoredFile;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.xmpp.jid.BareJid;

/** Shared files in SQL. */
public final class SqlFiles implements FileStore {
    private final Reads reads;

    public SqlFiles(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes files. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                FileSaved.class,
                "INSERT INTO file (id, owner, name, media_type, size, sha256, uploaded_at,"
                        + " purpose, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                saved ->
                        row(
                                saved.file().id(),
                                saved.file().owner(),
                                saved.file().name(),
                                saved.file().mediaType(),
                                saved.file().size(),
                                saved.file().sha256(),
                                saved.file().uploadedAt(),
                                saved.file().purpose().kind(),
                                saved.file().purpose().expiresAt()));
        writers.on(
                FileForgotten.class,
                "DELETE FROM file WHERE id = ?",
                forgotten -> row(forgotten.id()));
    }

    @Override
    public CompletionStage<List<String>> uploadedBefore(Instant time, int max) {
        return reads.list(
                "SELECT id FROM file WHERE purpose IN ('message', 'ephemeral')"
                        + " AND uploaded_at < ? ORDER BY uploaded_at LIMIT ?",
                row -> row.text(1),
                time.toEpochMilli(),
                max);
    }

    @Override
    public CompletionStage<List<String>> over(Instant now, int max) {
        return reads.list(
                "SELECT id FROM file WHERE expires_at IS NOT NULL AND expires_at <= ?"
                        + " ORDER BY expires_at LIMIT ?",
                row -> row.text(1),
                now.toEpochMilli(),
                max);
    }

    @Override
    public CompletionStage<Boolean> hasBytes(String sha256) {
        return reads.first("SELECT 1 FROM file WHERE sha256 = ? LIMIT 1", row -> true, sha256)
                .thenApply(Optional::isPresent);
    }

    @Override
    public CompletionStage<Optional<StoredFile>> find(String id) {
        return reads.first(
                "SELECT id, owner, name, media_type, size, sha256, uploaded_at, purpose,"
                        + " expires_at FROM file WHERE id = ?",
                row ->
                        new StoredFile(
                                row.text(1),
                                BareJid.of(row.text(2)),
                                row.text(3),
                                row.text(4),
                                row.number(5),
                                row.text(6),
                                Instant.ofEpochMilli(row.number(7)),
                                new FilePurpose(
                                        row.word(FilePurpose.Kind.class, 8), row.timeOrNull(9))),
                id);
    }

    @Override
    public CompletionStage<Long> bytesSince(BareJid owner, Instant since) {
        return reads.read(
                session ->
                        session.number(
                                "SELECT COALESCE(SUM(size), 0) FROM file"
                                        + " WHERE owner = ? AND uploaded_at >= ?",
                                owner,
                                since.toEpochMilli()));
    }
}
