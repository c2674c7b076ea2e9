package stoa.store.sql.jdbc;

import static stoa.store.sql.jdbc.Binding.bind;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;

/**
 * Which statements write which change. Each aspect registers its own; several may write the same
 * change. Statements are prepared once on the journal's connection and stay open; changes of one
 * kind that follow each other are sent as one JDBC batch.
 *
 * <p>After a failure it is not used again: a new one is built on a new connection. Confined to the
 * journal thread.
 */
public final class ChangeWriters {
    /** Writes one kind of change. */
    public interface ChangeWriter<C extends Change> {
        /** Takes one change: writes it or adds it to what {@link #flush} writes. */
        void add(C change) throws SQLException;

        /** Writes what was added. */
        void flush() throws SQLException;

        /**
         * Whether it makes no difference when, within the commit, these changes are written: they
         * only insert, and nothing else writes their table. They are then flushed once, at the end,
         * however they were mixed with others.
         */
        default boolean commutes() {
            return false;
        }
    }

    private static final class StatementWriter<C extends Change> implements ChangeWriter<C> {
        private final PreparedStatement statement;
        private final Function<C, List<@Nullable Object[]>> rows;
        private final boolean commutes;
        private boolean waiting;

        StatementWriter(
                PreparedStatement statement,
                Function<C, List<@Nullable Object[]>> rows,
                boolean commutes) {
            this.statement = statement;
            this.rows = rows;
            this.commutes = commutes;
        }

        @Override
        public boolean commutes() {
            return commutes;
        }

        @Override
        public void add(C change) throws SQLException {
            for (@Nullable Object[] row : rows.apply(change)) {
                bind(statement, row);
                statement.addBatch();
                waiting = true;
            }
        }

        @Override
        public void flush() throws SQLException {
            if (waiting) {
                waiting = false;
                statement.executeBatch();
            }
        }
    }

    private final WriteConnection connection;
    private final Map<Class<?>, List<ChangeWriter<Change>>> writers = new HashMap<>();
    private final List<ChangeWriter<Change>> commuting = new ArrayList<>();

    public ChangeWriters(WriteConnection connection) {
        this.connection = connection;
    }

    /** A change that is written by one execution of a statement. */
    public <C extends Change> void on(
            Class<C> kind, String sql, Function<C, @Nullable Object[]> row) {
        onEach(kind, sql, change -> List.<@Nullable Object[]>of(row.apply(change)));
    }

    /** A change that is written by any number of executions of a statement. */
    public <C extends Change> void onEach(
            Class<C> kind, String sql, Function<C, List<@Nullable Object[]>> rows) {
        on(kind, new StatementWriter<>(prepare(kind, sql), rows, false));
    }

    /** A change that only ever inserts a row of its own; see {@link ChangeWriter#commutes}. */
    public <C extends Change> void insert(
            Class<C> kind, String sql, Function<C, @Nullable Object[]> row) {
        on(
                kind,
                new StatementWriter<>(
                        prepare(kind, sql),
                        change -> List.<@Nullable Object[]>of(row.apply(change)),
                        true));
    }

    private PreparedStatement prepare(Class<?> kind, String sql) {
        try {
            return connection.prepare(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("statement for " + kind.getSimpleName(), e);
        }
    }

    /** A change that is written in its own way. */
    public <C extends Change> void on(Class<C> kind, ChangeWriter<C> writer) {
        ChangeWriter<Change> untyped =
                new ChangeWriter<>() {
                    @Override
                    public void add(Change change) throws SQLException {
                        writer.add(kind.cast(change));
                    }

                    @Override
                    public void flush() throws SQLException {
                        writer.flush();
                    }

                    @Override
                    public boolean commutes() {
                        return writer.commutes();
                    }
                };
        writers.computeIfAbsent(kind, key -> new ArrayList<>()).add(untyped);
        if (writer.commutes()) {
            commuting.add(untyped);
        }
    }

    /**
     * Writes all changes, in order, and commits.
     *
     * @throws IllegalArgumentException before anything is written, when nobody stores a change
     */
    public void commit(List<Change> changes) throws SQLException {
        for (int i = 0; i < changes.size(); i++) {
            writersOf(changes.get(i));
        }
        connection.begin();
        ChangeWriter<Change> open = null;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            for (ChangeWriter<Change> writer : writersOf(change)) {
                if (!writer.commutes() && open != writer) {
                    if (open != null) {
                        open.flush();
                    }
                    open = writer;
                }
                writer.add(change);
            }
        }
        if (open != null) {
            open.flush();
        }
        for (ChangeWriter<Change> writer : commuting) {
            writer.flush();
        }
        connection.commit();
    }

    private List<ChangeWriter<Change>> writersOf(Change change) {
        List<ChangeWriter<Change>> list = writers.get(change.getClass());
        if (list == null) {
            throw new IllegalArgumentException("nobody stores " + change.getClass().getName());
        }
        return list;
    }
}
