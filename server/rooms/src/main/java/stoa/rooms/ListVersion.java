package stoa.rooms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;

/**
 * A version of a room's affiliation lists, XEP-0463: a sum of hashes of their entries. So it is the
 * same for the same lists, also after a restart, and follows a change without a look at the rest.
 * It tells nothing to whom it is shown, for what is shown is a keyed hash of it ({@link
 * OccupantIds}).
 */
record ListVersion(long high, long low) {
    static final ListVersion EMPTY = new ListVersion(0, 0);

    ListVersion with(AffiliationEntry entry) {
        return entry.affiliation() == Affiliation.NONE ? this : plus(hash(entry), 1);
    }

    ListVersion without(AffiliationEntry entry) {
        return plus(hash(entry), -1);
    }

    private ListVersion plus(ListVersion other, int sign) {
        return new ListVersion(high + sign * other.high, low + sign * other.low);
    }

    private static ListVersion hash(AffiliationEntry entry) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (Standing.text(entry.affiliation()) + " " + entry.who())
                                            .getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.wrap(hash);
            return new ListVersion(buffer.getLong(), buffer.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
