package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasDeleted;
import stoa.store.alias.AliasHours;
import stoa.store.alias.AliasSaved;
import stoa.store.alias.AliasStore;
import stoa.store.alias.AliasThread;
import stoa.store.alias.AliasThreadClosed;
import stoa.store.alias.AliasThreadSaved;
import stoa.store.alias.HoursNotation;
import stoa.store.alias.StoredAlias;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Aliases in SQL. */
public final class SqlAliases implements AliasStore {
    private static final String COLUMNS = "SELECT address, name, live, zone, hours FROM alias";
    private static final String MEMBERS =
            "SELECT member FROM alias_member WHERE alias = ? ORDER BY member";
    private static final String THREADS =
            "SELECT alias, person, assignee, began_at, last_at FROM alias_thread"
                    + " WHERE alias = ? ORDER BY person";

    private final Reads reads;

    public SqlAliases(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes aliases. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                AliasSaved.class,
                "INSERT INTO alias (address, domain, name, live, zone, hours)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (address) DO UPDATE SET"
                        + " name = excluded.name, live = excluded.live,"
                        + " zone = excluded.zone, hours = excluded.hours",
                saved -> values(saved.alias()));
        writers.on(
                AliasSaved.class,
                "DELETE FROM alias_member WHERE alias = ?",
                saved -> row(saved.alias().address()));
        writers.onEach(
                AliasSaved.class,
                "INSERT INTO alias_member (alias, member) VALUES (?, ?)",
                saved ->
                        saved.alias().members().stream()
                                .map(member -> row(saved.alias().address(), member))
                                .toList());
        writers.on(
                AliasDeleted.class,
                "DELETE FROM alias WHERE address = ?",
                deleted -> row(deleted.address()));
        writers.on(
                AliasDeleted.class,
                "DELETE FROM alias_member WHERE alias = ?",
                deleted -> row(deleted.address()));
        writers.on(
                AliasDeleted.class,
                "DELETE FROM alias_thread WHERE alias = ?",
                deleted -> row(deleted.address()));
        writers.on(
                AliasDeleted.class,
                "INSERT INTO former_account (address) VALUES (?) ON CONFLICT (address) DO NOTHING",
                deleted -> row(deleted.address()));
        writers.on(
                AliasThreadSaved.class,
                "INSERT INTO alias_thread (alias, person, assignee, began_at, last_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (alias, person) DO UPDATE SET"
                        + " assignee = excluded.assignee, began_at = excluded.began_at,"
                        + " last_at = excluded.last_at",
                saved -> values(saved.thread()));
        writers.on(
                AliasThreadClosed.class,
                "DELETE FROM alias_thread WHERE alias = ? AND person = ?",
                closed -> row(closed.alias(), closed.person()));
        forgets(writers);
    }

    private static void forgets(ChangeWriters writers) {
        writers.on(
                AccountDeleted.class,
                "DELETE FROM alias_member WHERE member = ?",
                deleted -> row(deleted.account()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM alias_thread WHERE person = ?",
                deleted -> row(deleted.account()));
        writers.on(
                AccountDeleted.class,
                "UPDATE alias_thread SET assignee = NULL WHERE assignee = ?",
                deleted -> row(deleted.account()));
    }

    private static @Nullable Object[] values(Alias alias) {
        AliasHours hours = alias.hours();
        return row(
                alias.address(),
                alias.address().domain(),
                alias.name(),
                alias.live(),
                hours == null ? null : hours.zone(),
                hours == null ? null : String.join("\n", HoursNotation.lines(hours)));
    }

    private static @Nullable Object[] values(AliasThread thread) {
        return row(
                thread.alias(),
                thread.person(),
                thread.assignee(),
                thread.beganMs(),
                thread.lastMs());
    }

    @Override
    public CompletionStage<List<StoredAlias>> list(String domain) {
        return reads.read(
                session -> {
                    List<StoredAlias> all = new ArrayList<>();
                    for (Alias alias :
                            session.list(
                                    COLUMNS + " WHERE domain = ? ORDER BY address",
                                    SqlAliases::alias,
                                    domain)) {
                        all.add(complete(session, alias));
                    }
                    return List.copyOf(all);
                });
    }

    @Override
    public CompletionStage<Optional<StoredAlias>> find(BareJid address) {
        return reads.read(
                session -> {
                    Optional<Alias> alias =
                            session.first(
                                    COLUMNS + " WHERE address = ?", SqlAliases::alias, address);
                    return alias.isEmpty()
                            ? Optional.empty()
                            : Optional.of(complete(session, alias.get()));
                });
    }

    private static StoredAlias complete(ReadSession session, Alias alias) throws SQLException {
        List<BareJid> members =
                session.list(MEMBERS, row -> BareJid.of(row.text(1)), alias.address());
        return new StoredAlias(
                alias.withMembers(members),
                session.list(THREADS, SqlAliases::thread, alias.address()));
    }

    private static Alias alias(Row row) throws SQLException {
        return new Alias(
                BareJid.of(row.text(1)),
                row.textOrNull(2),
                row.flag(3),
                List.of(),
                hours(row.textOrNull(4), row.textOrNull(5)));
    }

    private static @Nullable AliasHours hours(@Nullable String zone, @Nullable String lines) {
        return zone == null || lines == null
                ? null
                : HoursNotation.read(zone, lines.lines().toList());
    }

    private static AliasThread thread(Row row) throws SQLException {
        return new AliasThread(
                BareJid.of(row.text(1)),
                BareJid.of(row.text(2)),
                row.bareJidOrNull(3),
                row.number(4),
                row.number(5));
    }
}
