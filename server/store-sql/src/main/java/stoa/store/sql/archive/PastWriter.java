package stoa.store.sql.archive;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.PastAppend;
import stoa.store.archive.PastOwnerAdded;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * Puts messages of old into the archive, between those that are there. The archive gets another id
 * of its own in the same transaction: the history index, which has read past that place, is then
 * known for one of another archive and built anew when the store is opened next.
 */
public final class PastWriter {
    private static final int PAIR_BYTES = 8;

    private final ArchiveWriter archive;
    private final PreparedStatement anotherArchive;
    private final PreparedStatement owners;
    private final PreparedStatement saveOwners;

    private PastWriter(WriteConnection connection, ArchiveWriter archive) throws SQLException {
        this.archive = archive;
        this.anotherArchive =
                connection.prepare("UPDATE server_fact SET value = ? WHERE name = 'store_id'");
        this.owners = connection.prepare("SELECT owners FROM archive WHERE id = ?");
        this.saveOwners = connection.prepare("UPDATE archive SET owners = ? WHERE id = ?");
    }

    /**
     * Registers what writes them.
     *
     * @param archive which writes the same table
     */
    public static void writes(
            ChangeWriters writers, WriteConnection connection, ArchiveWriter archive)
            throws SQLException {
        PastWriter past = new PastWriter(connection, archive);
        writers.on(PastAppend.class, past.new Rows());
        writers.on(PastOwnerAdded.class, past.new FurtherOwners());
    }

    private void becomeAnotherArchive() throws SQLException {
        anotherArchive.setString(1, UUID.randomUUID().toString());
        anotherArchive.executeUpdate();
    }

    /** Rows of the past; in one batch with the journal's own. */
    private final class Rows implements ChangeWriters.ChangeWriter<PastAppend> {
        private boolean written;

        @Override
        public void add(PastAppend change) throws SQLException {
            archive.insert(change.message());
            written = true;
        }

        @Override
        public void flush() throws SQLException {
            if (written) {
                written = false;
                archive.flush();
                becomeAnotherArchive();
            }
        }
    }

    /** Rows that are there already. */
    private final class FurtherOwners implements ChangeWriters.ChangeWriter<PastOwnerAdded> {
        private boolean written;

        @Override
        public void add(PastOwnerAdded change) throws SQLException {
            owners.setLong(1, change.id());
            byte[] before;
            try (ResultSet row = owners.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                before = row.getBytes(1);
            }
            int owner = archive.number(change.owner().owner());
            boolean full = before.length / PAIR_BYTES >= ArchiveAppend.MAX_OWNERS;
            if (full || has(before, owner)) {
                return;
            }
            saveOwners.setBytes(1, with(before, owner, change.owner()));
            saveOwners.setLong(2, change.id());
            saveOwners.executeUpdate();
            written = true;
        }

        private boolean has(byte[] pairs, int owner) {
            int[] all = Owners.decode(pairs);
            for (int i = 0; i < all.length; i += 2) {
                if (all[i] == owner) {
                    return true;
                }
            }
            return false;
        }

        private byte[] with(byte[] pairs, int owner, ArchiveOwner added) throws SQLException {
            return ByteBuffer.allocate(pairs.length + PAIR_BYTES)
                    .put(pairs)
                    .put(Owners.encode(new int[] {owner, archive.number(added.peer())}))
                    .array();
        }

        @Override
        public void flush() throws SQLException {
            if (written) {
                written = false;
                becomeAnotherArchive();
            }
        }
    }
}
