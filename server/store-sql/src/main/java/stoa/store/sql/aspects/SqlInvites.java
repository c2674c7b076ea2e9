package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteDeleted;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InviteStore;
import stoa.store.invite.InvitesForgotten;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Invitations in SQL. */
public final class SqlInvites implements InviteStore {
    private static final String COLUMNS =
            "SELECT token_hash, domain, inviter, account, contact, username, uses_left,"
                    + " created_at, expires_at FROM invite";

    private final Reads reads;

    public SqlInvites(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes invitations. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                InviteSaved.class,
                "INSERT INTO invite"
                        + " (token_hash, domain, inviter, account, contact, username,"
                        + " uses_left, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (token_hash) DO UPDATE SET"
                        + " domain = excluded.domain, inviter = excluded.inviter,"
                        + " account = excluded.account, contact = excluded.contact,"
                        + " username = excluded.username,"
                        + " uses_left = excluded.uses_left, created_at = excluded.created_at,"
                        + " expires_at = excluded.expires_at",
                saved -> values(saved.invite()));
        writers.on(
                InviteDeleted.class,
                "DELETE FROM invite WHERE token_hash = ?",
                deleted -> row(deleted.tokenHash()));
        writers.on(
                InvitesForgotten.class,
                "DELETE FROM invite WHERE expires_at < ?",
                old -> row(old.expiredBefore()));
    }

    private static @Nullable Object[] values(Invite i) {
        return row(
                i.tokenHash(),
                i.domain(),
                i.inviter(),
                i.grants().account(),
                i.grants().contact(),
                i.grants().username(),
                i.usesLeft(),
                i.createdAt(),
                i.expiresAt());
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

    @Override
    public CompletionStage<List<Invite>> open(
            String domain, @Nullable BareJid inviter, Instant now, int max) {
        String open = COLUMNS + " WHERE domain = ? AND uses_left > 0 AND expires_at >= ?";
        String newest = " ORDER BY created_at DESC LIMIT ?";
        return inviter == null
                ? reads.list(open + newest, SqlInvites::invite, domain, now, max)
                : reads.list(
                        open + " AND inviter = ?" + newest,
                        SqlInvites::invite,
                        domain,
                        now,
                        inviter,
                        max);
    }

    @Override
    public CompletionStage<List<Invite>> reserving(BareJid address, Instant now) {
        return reads.list(
                COLUMNS
                        + " WHERE domain = ? AND username = ? AND uses_left > 0 AND expires_at >= ?"
                        + " ORDER BY created_at DESC",
                SqlInvites::invite,
                address.domain(),
                address.local(),
                now);
    }

    @Override
    public CompletionStage<Long> countOpen(BareJid inviter, Instant now) {
        return reads.number(
                "SELECT COUNT(*) FROM invite"
                        + " WHERE inviter = ? AND uses_left > 0 AND expires_at >= ?",
                inviter,
                now);
    }

    private static Invite invite(Row row) throws SQLException {
        return new Invite(
                row.bytes(1),
                row.text(2),
                row.bareJidOrNull(3),
                new Invite.Grants(row.flag(4), row.flag(5), row.textOrNull(6)),
                row.integer(7),
                row.time(8),
                row.time(9));
    }
}
