package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.account.AccountStore;
import stoa.store.account.Credentials;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysAdded;
import stoa.store.account.ScramKeysSaved;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Accounts and their SCRAM keys in SQL. */
public final class SqlAccounts implements AccountStore {
    private static final String COLUMNS =
            "SELECT local, domain, name, enabled, admin, created_at FROM account";
    private static final String FIND = COLUMNS + " WHERE domain = ? AND local = ?";
    private static final String LIST =
            COLUMNS + " WHERE domain = ? AND local > ? ORDER BY local LIMIT ?";
    private static final String KEYS =
            "SELECT hash, salt, iterations, stored_key, server_key FROM scram_keys"
                    + " WHERE account = ? ORDER BY hash";

    private final Reads reads;

    /** Whether an account has these keys still. */
    private static final String PROVEN =
            "EXISTS (SELECT 1 FROM scram_keys p"
                    + " WHERE p.account = ? AND p.hash = ? AND p.stored_key = ?)";

    public SqlAccounts(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes accounts. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                AccountSaved.class,
                "INSERT INTO account (local, domain, name, enabled, admin, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (domain, local) DO UPDATE SET"
                        + " name = excluded.name, enabled = excluded.enabled,"
                        + " admin = excluded.admin, created_at = excluded.created_at",
                saved -> values(saved.account()));
        writers.on(
                ScramKeysSaved.class,
                "DELETE FROM scram_keys WHERE account = ?",
                saved -> row(saved.account()));
        writers.onEach(
                ScramKeysSaved.class,
                "INSERT INTO scram_keys"
                        + " (account, hash, salt, iterations, stored_key, server_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                saved -> saved.keys().stream().map(k -> values(saved.account(), k)).toList());
        // The hash added is not the one that was proven, so this cannot remove what is asked for.
        writers.on(
                ScramKeysAdded.class,
                "INSERT INTO scram_keys"
                        + " (account, hash, salt, iterations, stored_key, server_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, hash) DO UPDATE SET"
                        + " salt = excluded.salt, iterations = excluded.iterations,"
                        + " stored_key = excluded.stored_key, server_key = excluded.server_key"
                        + " WHERE "
                        + PROVEN,
                added ->
                        row(
                                added.account(),
                                added.added().hash(),
                                added.added().salt(),
                                added.added().iterations(),
                                added.added().storedKey(),
                                added.added().serverKey(),
                                added.account(),
                                added.proven().hash(),
                                added.proven().storedKey()));
        writers.on(
                ScramKeysAdded.class,
                "DELETE FROM scram_keys WHERE account = ? AND hash = ? AND stored_key = ?"
                        + " AND NOT "
                        + PROVEN,
                added ->
                        row(
                                added.account(),
                                added.added().hash(),
                                added.added().storedKey(),
                                added.account(),
                                added.proven().hash(),
                                added.proven().storedKey()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM account WHERE domain = ? AND local = ?",
                deleted -> row(deleted.account().domain(), deleted.account().local()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM scram_keys WHERE account = ?",
                deleted -> row(deleted.account()));
        writers.on(
                AccountDeleted.class,
                "INSERT INTO former_account (address) VALUES (?) ON CONFLICT (address) DO NOTHING",
                deleted -> row(deleted.account()));
    }

    private static @Nullable Object[] values(Account a) {
        return row(
                a.address().local(),
                a.address().domain(),
                a.name(),
                a.enabled(),
                a.admin(),
                a.createdAt());
    }

    private static @Nullable Object[] values(BareJid account, ScramKeys k) {
        return row(account, k.hash(), k.salt(), k.iterations(), k.storedKey(), k.serverKey());
    }

    @Override
    public CompletionStage<Optional<Account>> find(BareJid address) {
        return reads.read(session -> find(session, address));
    }

    @Override
    public CompletionStage<Optional<Credentials>> credentials(BareJid address) {
        return reads.read(
                session -> {
                    Optional<Account> account = find(session, address);
                    if (account.isEmpty()) {
                        return Optional.empty();
                    }
                    List<ScramKeys> keys = session.list(KEYS, SqlAccounts::keys, address);
                    return Optional.of(new Credentials(account.get(), keys));
                });
    }

    private static Optional<Account> find(ReadSession session, BareJid address)
            throws SQLException {
        return session.first(FIND, SqlAccounts::account, address.domain(), address.local());
    }

    @Override
    public CompletionStage<List<Account>> list(
            String domain, @Nullable String afterLocal, int max) {
        // No localpart is empty, so all of them come after the empty text.
        String after = afterLocal == null ? "" : afterLocal;
        int limit = Math.min(max, MAX_LISTED);
        return reads.list(LIST, SqlAccounts::account, domain, after, limit);
    }

    @Override
    public CompletionStage<Long> count(String domain) {
        return reads.number("SELECT COUNT(*) FROM account WHERE domain = ?", domain);
    }

    @Override
    public CompletionStage<Boolean> wasDeleted(BareJid address) {
        return reads.number("SELECT COUNT(*) FROM former_account WHERE address = ?", address)
                .thenApply(count -> count > 0);
    }

    @Override
    public CompletionStage<List<Account>> list(
            String domain, Mark mark, @Nullable String afterLocal, int max) {
        return reads.list(
                COLUMNS
                        + " WHERE domain = ? AND local > ? AND "
                        + condition(mark)
                        + " ORDER BY local LIMIT ?",
                SqlAccounts::account,
                domain,
                afterLocal == null ? "" : afterLocal,
                Math.min(max, MAX_LISTED));
    }

    @Override
    public CompletionStage<Long> count(String domain, Mark mark) {
        return reads.number(
                "SELECT COUNT(*) FROM account WHERE domain = ? AND " + condition(mark), domain);
    }

    /** As the partial indexes say it. */
    private static String condition(Mark mark) {
        return switch (mark) {
            case DISABLED -> "enabled = 0";
            case ADMIN -> "admin = 1";
        };
    }

    private static Account account(Row row) throws SQLException {
        return new Account(
                BareJid.of(row.text(1), row.text(2)),
                row.textOrNull(3),
                row.flag(4),
                row.flag(5),
                row.time(6));
    }

    private static ScramKeys keys(Row row) throws SQLException {
        return new ScramKeys(row.text(1), row.bytes(2), row.integer(3), row.bytes(4), row.bytes(5));
    }
}
