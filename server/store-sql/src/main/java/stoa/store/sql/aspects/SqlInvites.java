package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteDeleted;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InviteStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;

/** Invitations in SQL. */
public final class SqlInvites implements InviteStore {
    private static final String COLUMNS =
            "SELECT token_hash, domain, inviter, uses_left, created_at, expires_at FROM invite";

    private final Reads reads;

    public SqlInvites(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes invitations. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                InviteSaved.class,
                "INSERT INTO invite"
                        + " (token_hash, domain, inviter, uses_left, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (token_hash) DO UPDATE SET"
                        + " domain = excluded.domain, inviter = excluded.inviter,"
                        + " uses_left = excluded.uses_left, created_at = excluded.created_at,"
                        + " expires_at = excluded.expires_at",
                saved -> values(saved.invite()));
        writers.on(
                InviteDeleted.class,
                "DELETE FROM invite WHERE token_hash = ?",
                deleted -> row(deleted.tokenHash()));
    }

    private static @Nullable Object[] values(Invite i) {
        return row(
                i.tokenHash(), i.domain(), i.inviter(), i.usesLeft(), i.createdAt(), i.expiresAt());
    }

    @Override
    public CompletionStage<Optional<Invite>> find(Bytes tokenHash) {
        return reads.first(COLUMNS + " WHERE token_hash = ?", SqlInvites::invite, tokenHash);
    }

    @Override
    public CompletionStage<List<Invite>> list(String domain, int max) {
        return reads.list(
                COLUMNS + " WHERE domain = ? ORDER BY created_at DESC LIMIT ?",
                SqlInvites::invite,
                domain,
                max);
    }

    private static Invite invite(Row row) throws SQLException {
        return new Invite(
                row.bytes(1),
                row.text(2),
                row.bareJidOrNull(3),
                row.integer(4),
                row.time(5),
                row.time(6));
    }
}
