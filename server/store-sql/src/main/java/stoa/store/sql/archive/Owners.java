package stoa.store.sql.archive;

import java.nio.ByteBuffer;

/** The column {@code archive.owners}: numbers of 4 bytes, owner and peer by turns. */
final class Owners {
    private Owners() {}

    static byte[] encode(int[] owners) {
        ByteBuffer bytes = ByteBuffer.allocate(owners.length * 4);
        bytes.asIntBuffer().put(owners);
        return bytes.array();
    }

    static int[] decode(byte[] bytes) {
        int[] owners = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes).asIntBuffer().get(owners);
        return owners;
    }
}
