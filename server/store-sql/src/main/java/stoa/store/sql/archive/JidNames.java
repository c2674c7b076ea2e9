package stoa.store.sql.archive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.store.sql.jdbc.ReadSession;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Table {@code jid} for readers, both ways, remembering at most {@link #CACHED} of each. A number
 * is given once and for ever, so nothing here goes stale. Safe on any thread.
 */
final class JidNames {
    private static final int CACHED = 50_000;

    private final Cache<Integer, Jid> names = Caffeine.newBuilder().maximumSize(CACHED).build();
    private final Cache<Jid, Integer> ids = Caffeine.newBuilder().maximumSize(CACHED).build();

    /** The number of an address without resource; empty when the archive has never seen it. */
    Optional<Integer> id(ReadSession session, Jid bare) throws SQLException {
        Integer known = ids.getIfPresent(bare);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Integer> found =
                session.first("SELECT id FROM jid WHERE address = ?", row -> row.integer(1), bare);
        found.ifPresent(id -> ids.put(bare, id));
        return found;
    }

    Jid name(ReadSession session, int id) throws SQLException {
        Jid known = names.getIfPresent(id);
        if (known != null) {
            return known;
        }
        Jid found =
                session.first("SELECT address FROM jid WHERE id = ?", row -> row.jid(1), id)
                        .orElseThrow(() -> new SQLException("address " + id + " is missing"));
        names.put(id, found);
        return found;
    }

    Jid full(ReadSession session, int id, @Nullable String resource) throws SQLException {
        Jid bare = name(session, id);
        if (resource == null) {
            return bare;
        }
        return bare instanceof BareJid account
                ? account.withResource(resource)
                : Jid.parse(bare + "/" + resource);
    }
}
