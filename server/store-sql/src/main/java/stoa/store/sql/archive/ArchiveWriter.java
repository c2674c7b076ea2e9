package stoa.store.sql.archive;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.WriteConnection;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;

/**
 * Appends messages to the archive: the journal's hot path. Confined to the journal thread.
 *
 * <p>The rows of one commit go out as one batch. What was written is kept for the history index,
 * which takes it with {@link #takeCommitted} once the commit has returned.
 */
public final class ArchiveWriter implements ChangeWriters.ChangeWriter<ArchiveAppend> {
    private static final String INSERT =
            "INSERT INTO archive (id, sender, sender_resource, addressee, addressee_resource, type,"
                    + " line, origin_id, owners, stanza) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final JidIds jids;
    private final PreparedStatement insert;
    private List<IndexedMessage> written = new ArrayList<>();
    private boolean waiting;

    public ArchiveWriter(WriteConnection connection) throws SQLException {
        this.jids = new JidIds(connection);
        this.insert = connection.prepare(INSERT);
    }

    @Override
    public void add(ArchiveAppend message) throws SQLException {
        int[] owners = insert(message);
        written.add(new IndexedMessage(message.slot().id(), message.line(), owners));
    }

    /** Adds the row to the batch; returns its owners and their peers. */
    int[] insert(ArchiveAppend message) throws SQLException {
        int[] owners = owners(message);
        long id = message.slot().id();
        insert.setLong(1, id);
        insert.setInt(2, jids.of(message.from()));
        insert.setString(3, message.from().resource());
        insert.setInt(4, jids.of(message.to()));
        insert.setString(5, message.to().resource());
        insert.setInt(6, code(message.type()));
        insert.setInt(7, message.line() ? 1 : 0);
        insert.setString(8, message.originId());
        insert.setBytes(9, Owners.encode(owners));
        insert.setBytes(10, message.stanza().array());
        insert.addBatch();
        waiting = true;
        return owners;
    }

    /** The number of an address without resource. */
    int number(Jid address) throws SQLException {
        return jids.of(address);
    }

    /** What stands in the column; never to be renumbered. */
    private static int code(Message.Type type) {
        return switch (type) {
            case NORMAL -> 0;
            case CHAT -> 1;
            case GROUPCHAT -> 2;
            case HEADLINE -> 3;
            case ERROR -> 4;
        };
    }

    private int[] owners(ArchiveAppend message) throws SQLException {
        List<ArchiveOwner> list = message.owners();
        int[] owners = new int[list.size() * 2];
        for (int i = 0; i < list.size(); i++) {
            owners[2 * i] = jids.of(list.get(i).owner());
            owners[2 * i + 1] = jids.of(list.get(i).peer());
        }
        return owners;
    }

    @Override
    public void flush() throws SQLException {
        if (waiting) {
            waiting = false;
            insert.executeBatch();
        }
    }

    @Override
    public boolean commutes() {
        return true;
    }

    /** The messages written since the last call; ask only after a commit has returned. */
    public List<IndexedMessage> takeCommitted() {
        if (written.isEmpty()) {
            return List.of();
        }
        List<IndexedMessage> taken = written;
        written = new ArrayList<>(taken.size() + 8);
        return taken;
    }
}
