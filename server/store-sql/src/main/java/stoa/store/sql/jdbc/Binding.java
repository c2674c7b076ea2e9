package stoa.store.sql.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;

/** How our values become SQL parameters. */
public final class Binding {
    private Binding() {}

    /** The parameters of one execution, in the order of the statement's question marks. */
    public static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setObject(at, null);
            case String text -> statement.setString(at, text);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number);
            case Boolean flag -> statement.setInt(at, flag ? 1 : 0);
            case Bytes bytes -> statement.setBytes(at, bytes.array());
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Jid jid -> statement.setString(at, jid.toString());
            case Instant time -> statement.setLong(at, time.toEpochMilli());
            case Enum<?> word -> statement.setString(at, word.name().toLowerCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("cannot store " + value.getClass());
        }
    }
}
