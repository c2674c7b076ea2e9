package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.visit.MotdTold;
import stoa.store.visit.Visit;
import stoa.store.visit.VisitNoted;
import stoa.store.visit.VisitStore;
import stoa.xmpp.jid.BareJid;

/** Visits in SQL. */
public final class SqlVisits implements VisitStore {
    private final Reads reads;

    public SqlVisits(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes visits. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                VisitNoted.class,
                "INSERT INTO visit (account, last_login, arrived, motd) VALUES (?, ?, ?, 0)"
                        + " ON CONFLICT (account) DO UPDATE SET last_login = excluded.last_login,"
                        + " arrived = CASE WHEN excluded.arrived = 1 THEN 1 ELSE visit.arrived END",
                noted -> row(noted.account(), noted.lastLogin(), noted.arrived()));
        writers.on(
                MotdTold.class,
                "INSERT INTO visit (account, last_login, arrived, motd) VALUES (?, NULL, 0, ?)"
                        + " ON CONFLICT (account) DO UPDATE SET motd = excluded.motd",
                told -> row(told.account(), told.number()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM visit WHERE account = ?",
                deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<Visit> find(BareJid account) {
        return reads.first(
                        "SELECT last_login, arrived, motd FROM visit WHERE account = ?",
                        row -> new Visit(row.timeOrNull(1), row.flag(2), row.number(3)),
                        account)
                .thenApply(found -> found.orElse(Visit.NEVER));
    }
}
