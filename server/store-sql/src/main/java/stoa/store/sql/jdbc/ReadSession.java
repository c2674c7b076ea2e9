package stoa.store.sql.jdbc;

import static stoa.store.sql.jdbc.Binding.bind;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reading thread's connection while it serves one read. Confined to that thread. */
public abstract class ReadSession {
    /** Turns a row into a value. */
    public interface Mapper<T> {
        T map(Row row) throws SQLException;
    }

    /** The statement for that text: prepared now or kept from before. */
    protected abstract PreparedStatement prepare(String sql) throws SQLException;

    /** Called when the statement has been read; a kept one stays open. */
    protected abstract void release(PreparedStatement statement) throws SQLException;

    /** All rows. The statement limits how many there can be. */
    public final <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = prepare(sql);
        try {
            bind(statement, arguments);
            List<T> values = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                Row row = new Row(result);
                while (result.next()) {
                    values.add(mapper.map(row));
                }
            }
            return values;
        } finally {
            release(statement);
        }
    }

    /** The first row. */
    public final <T> Optional<T> first(String sql, Mapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = prepare(sql);
        try {
            bind(statement, arguments);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(mapper.map(new Row(result))) : Optional.empty();
            }
        } finally {
            release(statement);
        }
    }

    /** The number in the first column of the first row, 0 for null or no row. */
    public final long number(String sql, @Nullable Object... arguments) throws SQLException {
        return first(sql, row -> row.number(1), arguments).orElse(0L);
    }
}
