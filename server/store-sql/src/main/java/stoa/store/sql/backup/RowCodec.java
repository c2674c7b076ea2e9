package stoa.store.sql.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes: a value is a letter for its kind, then for a number 8 bytes, for text (UTF-8) and
 * bytes a length of 4 bytes and the content. Which columns there are stands in the manifest.
 */
final class RowCodec {
    private static final int NULL = 'n';
    private static final int NUMBER = 'i';
    private static final int TEXT = 't';
    private static final int BYTES = 'b';

    /** No value we store comes near this; a damaged length does. */
    private static final int LONGEST = 1 << 30;

    private RowCodec() {}

    static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.write(NULL);
            case Number number -> {
                out.write(NUMBER);
                out.writeLong(number.longValue());
            }
            case Boolean flag -> {
                out.write(NUMBER);
                out.writeLong(flag ? 1 : 0);
            }
            case String text -> write(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> write(out, BYTES, bytes);
            default -> throw new IOException("cannot back up a " + value.getClass().getName());
        }
    }

    private static void write(DataOutputStream out, int kind, byte[] content) throws IOException {
        out.write(kind);
        out.writeInt(content.length);
        out.write(content);
    }

    static @Nullable Object read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case NULL -> null;
            case NUMBER -> in.readLong();
            case TEXT -> new String(content(in), StandardCharsets.UTF_8);
            case BYTES -> content(in);
            default -> throw new IOException("unknown kind of value " + kind);
        };
    }

    private static byte[] content(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("impossible length " + length);
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new IOException("cut short");
        }
        return content;
    }
}
