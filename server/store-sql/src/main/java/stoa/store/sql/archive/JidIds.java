package stoa.store.sql.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import stoa.store.sql.jdbc.WriteConnection;
import stoa.xmpp.jid.Jid;

/**
 * Numbers for addresses without resource, given by the journal, the only writer of table {@code
 * jid}. Remembers {@link #CACHED} of them and looks others up. Confined to the journal thread.
 */
final class JidIds {
    private static final int CACHED = 50_000;

    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final Map<Jid, Integer> cache =
            new LinkedHashMap<>(1024, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Jid, Integer> eldest) {
                    return size() > CACHED;
                }
            };
    private int last;

    JidIds(WriteConnection connection) throws SQLException {
        this.select = connection.prepare("SELECT id FROM jid WHERE address = ?");
        this.insert = connection.prepare("INSERT INTO jid (id, address) VALUES (?, ?)");
        this.last = Math.toIntExact(connection.number("SELECT MAX(id) FROM jid"));
    }

    int of(Jid jid) throws SQLException {
        Jid bare = jid.bare();
        Integer known = cache.get(bare);
        if (known != null) {
            return known;
        }
        int id = find(bare);
        if (id == 0) {
            id = add(bare);
        }
        cache.put(bare, id);
        return id;
    }

    private int find(Jid bare) throws SQLException {
        select.setString(1, bare.toString());
        try (ResultSet result = select.executeQuery()) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    private int add(Jid bare) throws SQLException {
        int id = last + 1;
        insert.setInt(1, id);
        insert.setString(2, bare.toString());
        insert.executeUpdate();
        last = id;
        return id;
    }
}
