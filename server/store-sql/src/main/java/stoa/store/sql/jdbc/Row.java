package stoa.store.sql.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** One row of a result, by column number from 1. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(int column) throws SQLException {
        String value = result.getString(column);
        if (value == null) {
            throw new SQLException("column " + column + " must not be null");
        }
        return value;
    }

    public @Nullable String textOrNull(int column) throws SQLException {
        return result.getString(column);
    }

    public long number(int column) throws SQLException {
        return result.getLong(column);
    }

    public @Nullable Long numberOrNull(int column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }

    public int integer(int column) throws SQLException {
        return result.getInt(column);
    }

    public boolean flag(int column) throws SQLException {
        return result.getInt(column) != 0;
    }

    public Bytes bytes(int column) throws SQLException {
        byte[] value = result.getBytes(column);
        // An empty value may come back as null from SQLite; the column itself is NOT NULL.
        return value == null ? Bytes.EMPTY : Bytes.of(value);
    }

    public @Nullable Bytes bytesOrNull(int column) throws SQLException {
        byte[] value = result.getBytes(column);
        return value == null ? null : Bytes.of(value);
    }

    public Instant time(int column) throws SQLException {
        return Instant.ofEpochMilli(result.getLong(column));
    }

    public @Nullable Instant timeOrNull(int column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Instant.ofEpochMilli(value);
    }

    public Jid jid(int column) throws SQLException {
        return Jid.parse(text(column));
    }

    public @Nullable BareJid bareJidOrNull(int column) throws SQLException {
        String value = textOrNull(column);
        return value == null ? null : BareJid.of(value);
    }

    public <E extends Enum<E>> E word(Class<E> type, int column) throws SQLException {
        return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
    }
}
