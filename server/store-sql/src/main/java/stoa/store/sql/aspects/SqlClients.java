package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.account.ClientForgotten;
import stoa.store.account.ClientSeen;
import stoa.store.account.ClientStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.KnownClient;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** The clients of accounts in SQL. */
public final class SqlClients implements ClientStore {
    private final Reads reads;

    public SqlClients(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes clients. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                ClientSeen.class,
                "INSERT INTO known_client (account, client_id, software, device, first_seen,"
                        + " last_seen, password) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (account, client_id) DO UPDATE SET"
                        + " software = COALESCE(excluded.software, known_client.software),"
                        + " device = COALESCE(excluded.device, known_client.device),"
                        + " last_seen = CASE WHEN excluded.last_seen > known_client.last_seen"
                        + " THEN excluded.last_seen ELSE known_client.last_seen END,"
                        + " password = CASE WHEN excluded.password > known_client.password"
                        + " THEN excluded.password ELSE known_client.password END",
                seen ->
                        row(
                                seen.account(),
                                seen.clientId(),
                                seen.software(),
                                seen.device(),
                                seen.at(),
                                seen.at(),
                                seen.password()));
        writers.on(
                ClientForgotten.class,
                "DELETE FROM known_client WHERE account = ? AND client_id = ?",
                gone -> row(gone.account(), gone.clientId()));
        String all = "DELETE FROM known_client WHERE account = ?";
        writers.on(FastTokensRevoked.class, all, revoked -> row(revoked.account()));
        writers.on(AccountDeleted.class, all, deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<List<KnownClient>> all(BareJid account) {
        return reads.list(
                "SELECT client_id, software, device, first_seen, last_seen, password"
                        + " FROM known_client WHERE account = ?"
                        + " ORDER BY last_seen DESC, client_id",
                SqlClients::client,
                account);
    }

    private static KnownClient client(Row row) throws SQLException {
        return new KnownClient(
                row.text(1),
                row.textOrNull(2),
                row.textOrNull(3),
                row.time(4),
                row.time(5),
                row.flag(6));
    }
}
