package stoa.xmpp.stream;

import java.util.Arrays;

/**
 * The bytes of a token whose end has not come yet, and how far the search for that end is. Empty
 * most of the time; then it holds no memory.
 */
final class Carry {
    private static final byte[] NOTHING = {};

    private enum Kind {
        /** Too short to say. */
        UNKNOWN,
        TEXT,
        TAG,
        CDATA,
        DECLARATION
    }

    private byte[] bytes = NOTHING;
    private int length;
    private Kind kind = Kind.UNKNOWN;
    private byte quote;
    private int brackets;
    private boolean questionMark;

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /** False while there are too few bytes to know what token this is. */
    boolean isKnown() {
        return kind != Kind.UNKNOWN;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Starts with the beginning of a token. */
    void begin(byte[] b, int from, int to) {
        add(b, from, to);
        classify();
    }

    /** Looks what token this is, and searches what is there already. */
    void classify() {
        kind = kindOf();
        quote = 0;
        brackets = 0;
        questionMark = false;
        if (kind != Kind.UNKNOWN) {
            int body = kind == Kind.CDATA ? 9 : kind == Kind.TEXT ? 0 : 2;
            find(bytes, body, length);
        }
    }

    private Kind kindOf() {
        if (bytes[0] != '<') {
            return Kind.TEXT;
        }
        if (length < 2) {
            return Kind.UNKNOWN;
        }
        return switch (bytes[1]) {
            case '!' -> length < 9 ? Kind.UNKNOWN : Kind.CDATA;
            case '?' -> length < 6 ? Kind.UNKNOWN : Kind.DECLARATION;
            default -> Kind.TAG;
        };
    }

    /**
     * Searches for the token's end.
     *
     * @return how far the bytes belong to it (with text: the '<' behind it, too); -1 when all do
     *     and it goes on. A token of unknown kind asks to be looked at after each byte.
     */
    int find(byte[] b, int from, int to) {
        return switch (kind) {
            case UNKNOWN -> from + 1;
            case TEXT -> findText(b, from, to);
            case TAG -> findTag(b, from, to);
            case CDATA -> findCdata(b, from, to);
            case DECLARATION -> findDeclaration(b, from, to);
        };
    }

    private static int findText(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '<') {
                return i + 1;
            }
        }
        return -1;
    }

    private int findTag(byte[] b, int from, int to) {
        byte q = quote;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (c == '<') {
                return i + 1; // not allowed anywhere in a tag: let the reader refuse it now
            }
            if (q != 0) {
                if (c == q) {
                    q = 0;
                }
            } else if (c == '\'' || c == '"') {
                q = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        quote = q;
        return -1;
    }

    private int findCdata(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (c == ']') {
                brackets++;
            } else if (c == '>' && brackets >= 2) {
                return i + 1;
            } else {
                brackets = 0;
            }
        }
        return -1;
    }

    private int findDeclaration(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '>' && questionMark) {
                return i + 1;
            }
            questionMark = b[i] == '?';
        }
        return -1;
    }

    void add(byte[] b, int from, int to) {
        int n = to - from;
        if (bytes.length - length < n) {
            bytes = Arrays.copyOf(bytes, Math.max(64, Math.max(bytes.length * 2, length + n)));
        }
        System.arraycopy(b, from, bytes, length, n);
        length += n;
    }

    void clear() {
        bytes = NOTHING;
        length = 0;
        kind = Kind.UNKNOWN;
    }
}
