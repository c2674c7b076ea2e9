package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.push.PushDisabled;
import stoa.store.push.PushEnabled;
import stoa.store.push.PushRegistration;
import stoa.store.push.PushStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Registrations for push notifications in SQL. */
public final class SqlPush implements PushStore {
    private static final String ALL =
            "SELECT account, service, node, options, resource, enabled_at FROM push_registration";
    private static final String ORDER = " ORDER BY account, service, node LIMIT ?";

    private final Reads reads;

    public SqlPush(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes registrations. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                PushEnabled.class,
                "INSERT INTO push_registration"
                        + " (account, service, node, options, resource, enabled_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (account, service, node) DO UPDATE SET"
                        + " options = excluded.options, resource = excluded.resource,"
                        + " enabled_at = excluded.enabled_at",
                enabled -> {
                    PushRegistration r = enabled.registration();
                    return row(
                            r.account(),
                            r.service(),
                            r.node(),
                            r.options(),
                            r.resource(),
                            r.enabledAtMs());
                });
        writers.on(
                PushDisabled.class,
                "DELETE FROM push_registration WHERE account = ? AND service = ? AND node = ?",
                disabled -> row(disabled.account(), disabled.service(), disabled.node()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM push_registration WHERE account = ?",
                deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<List<PushRegistration>> list(@Nullable PushRegistration after, int max) {
        int most = Math.min(max, MAX_LISTED);
        return after == null
                ? reads.list(ALL + ORDER, SqlPush::registration, most)
                : reads.list(
                        ALL + " WHERE (account, service, node) > (?, ?, ?)" + ORDER,
                        SqlPush::registration,
                        after.account(),
                        after.service(),
                        after.node(),
                        most);
    }

    private static PushRegistration registration(Row row) throws SQLException {
        return new PushRegistration(
                BareJid.of(row.text(1)),
                row.jid(2),
                row.text(3),
                row.bytes(4),
                row.text(5),
                row.number(6));
    }
}
