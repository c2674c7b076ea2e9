package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokenStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.FastTokensSaved;
import stoa.store.account.FastTokensUsed;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** FAST tokens in SQL. */
public final class SqlFastTokens implements FastTokenStore {
    private static final String COLUMNS =
            "SELECT token_key, mechanism, issued_at, expires_at, counter, last_used, client_id"
                    + " FROM fast_token WHERE account = ?";

    private static final String INSERT =
            "INSERT INTO fast_token (account, client_id, place, token_key, mechanism,"
                    + " issued_at, expires_at, counter, last_used)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** No client has so many tokens. */
    private static final int APART = 10;

    private final Reads reads;

    public SqlFastTokens(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes FAST tokens. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                FastTokensSaved.class,
                "DELETE FROM fast_token WHERE account = ? AND client_id = ?",
                saved -> row(saved.account(), saved.clientId()));
        writers.onEach(
                FastTokensSaved.class,
                INSERT,
                saved -> rows(saved.account(), saved.clientId(), saved.tokens(), 0));
        // The new rows stand apart until it is known whether they count.
        writers.onEach(FastTokensUsed.class, INSERT, SqlFastTokens::rowsApart);
        writers.on(
                FastTokensUsed.class,
                "DELETE FROM fast_token WHERE account = ? AND client_id = ? AND place >= "
                        + APART
                        + " AND NOT EXISTS (SELECT 1 FROM fast_token u WHERE u.account = ?"
                        + " AND u.client_id = ? AND u.token_key = ? AND u.place < "
                        + APART
                        + ")",
                used ->
                        row(
                                used.account(),
                                used.clientId(),
                                used.account(),
                                used.clientId(),
                                used.used()));
        writers.on(
                FastTokensUsed.class,
                "DELETE FROM fast_token WHERE account = ? AND client_id = ? AND place < "
                        + APART
                        + " AND EXISTS (SELECT 1 FROM fast_token n WHERE n.account = ?"
                        + " AND n.client_id = ? AND n.place >= "
                        + APART
                        + ")",
                used -> row(used.account(), used.clientId(), used.account(), used.clientId()));
        writers.on(
                FastTokensUsed.class,
                "UPDATE fast_token SET place = place - "
                        + APART
                        + " WHERE account = ? AND client_id = ? AND place >= "
                        + APART,
                used -> row(used.account(), used.clientId()));
        String all = "DELETE FROM fast_token WHERE account = ?";
        writers.on(FastTokensRevoked.class, all, revoked -> row(revoked.account()));
        writers.on(AccountDeleted.class, all, deleted -> row(deleted.account()));
    }

    private static List<@Nullable Object[]> rowsApart(FastTokensUsed used) {
        return rows(used.account(), used.clientId(), used.tokens(), APART);
    }

    private static List<@Nullable Object[]> rows(
            BareJid account, String clientId, List<FastToken> tokens, int firstPlace) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (FastToken t : tokens) {
            rows.add(
                    row(
                            account,
                            clientId,
                            firstPlace + rows.size(),
                            t.key(),
                            t.mechanism(),
                            t.issuedAt(),
                            t.expiresAt(),
                            t.counter(),
                            t.lastUsed()));
        }
        return rows;
    }

    @Override
    public CompletionStage<List<FastToken>> find(BareJid account, String clientId) {
        return reads.list(
                COLUMNS + " AND client_id = ? ORDER BY place",
                SqlFastTokens::token,
                account,
                clientId);
    }

    @Override
    public CompletionStage<Map<String, List<FastToken>>> all(BareJid account) {
        return reads.read(
                session -> {
                    Map<String, List<FastToken>> clients = new HashMap<>();
                    session.list(
                            COLUMNS + " ORDER BY client_id, place",
                            row ->
                                    clients.computeIfAbsent(row.text(7), k -> new ArrayList<>())
                                            .add(token(row)),
                            account);
                    return clients;
                });
    }

    private static FastToken token(Row row) throws SQLException {
        return new FastToken(
                row.bytes(1),
                row.text(2),
                row.time(3),
                row.time(4),
                row.number(5),
                row.timeOrNull(6));
    }
}
