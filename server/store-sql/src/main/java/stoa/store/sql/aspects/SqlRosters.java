package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItemRemoved;
import stoa.store.roster.RosterItemSaved;
import stoa.store.roster.RosterStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Rosters in SQL. */
public final class SqlRosters implements RosterStore {
    private static final String VERSIONS =
            "SELECT version, removed_version FROM roster WHERE account = ?";
    private static final String ITEMS =
            "SELECT contact, listed, name, groups_list, subscription, ask, approved, request,"
                    + " version FROM roster_item WHERE account = ? ORDER BY contact";

    private final Reads reads;

    public SqlRosters(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes rosters. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                RosterItemSaved.class,
                "INSERT INTO roster_item (account, contact, listed, name, groups_list,"
                        + " subscription, ask, approved, request, version)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (account, contact) DO UPDATE SET"
                        + " listed = excluded.listed, name = excluded.name,"
                        + " groups_list = excluded.groups_list,"
                        + " subscription = excluded.subscription, ask = excluded.ask,"
                        + " approved = excluded.approved, request = excluded.request,"
                        + " version = excluded.version",
                SqlRosters::values);
        writers.on(
                RosterItemSaved.class,
                "INSERT INTO roster (account, version, removed_version) VALUES (?, ?, 0)"
                        + " ON CONFLICT (account) DO UPDATE SET version = excluded.version",
                saved -> row(saved.account(), saved.version()));
        writers.on(
                RosterItemRemoved.class,
                "DELETE FROM roster_item WHERE account = ? AND contact = ?",
                removed -> row(removed.account(), removed.contact()));
        writers.on(
                RosterItemRemoved.class,
                "INSERT INTO roster (account, version, removed_version) VALUES (?, ?, ?)"
                        + " ON CONFLICT (account) DO UPDATE SET version = excluded.version,"
                        + " removed_version = excluded.removed_version",
                removed -> row(removed.account(), removed.version(), removed.version()));
        for (String table : List.of("roster", "roster_item")) {
            writers.on(
                    AccountDeleted.class,
                    "DELETE FROM " + table + " WHERE account = ?",
                    deleted -> row(deleted.account()));
        }
    }

    private static @Nullable Object[] values(RosterItemSaved saved) {
        RosterItem item = saved.item();
        return row(
                saved.account(),
                item.contact(),
                item.listed(),
                item.name(),
                Lines.join(item.groups()),
                item.subscription(),
                item.ask(),
                item.approved(),
                item.request(),
                saved.version());
    }

    @Override
    public CompletionStage<Roster> load(BareJid account) {
        return reads.read(
                session -> {
                    Optional<long[]> versions =
                            session.first(
                                    VERSIONS,
                                    row -> new long[] {row.number(1), row.number(2)},
                                    account);
                    if (versions.isEmpty()) {
                        return Roster.EMPTY;
                    }
                    List<Roster.Entry> entries = session.list(ITEMS, SqlRosters::entry, account);
                    return new Roster(versions.get()[0], versions.get()[1], entries);
                });
    }

    private static Roster.Entry entry(Row row) throws SQLException {
        RosterItem item =
                new RosterItem(
                        row.jid(1),
                        row.flag(2),
                        row.textOrNull(3),
                        Lines.split(row.text(4)),
                        row.word(RosterItem.Subscription.class, 5),
                        row.flag(6),
                        row.flag(7),
                        row.bytesOrNull(8));
        return new Roster.Entry(item, row.number(9));
    }
}
