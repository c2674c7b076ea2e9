package stoa.bench.client;

import java.util.Arrays;

/**
 * Cuts a stream's bytes into the stream header, its top-level children (stanzas and nonzas) and the
 * stream's end. It finds tags, quotes and nothing else: names are not compared, entities not
 * resolved, UTF-8 passes unseen (no byte of a multi-byte character is ASCII). Bytes may arrive in
 * any fragments. What a server never sends inside a stream (comments, CDATA, a DTD) is an error.
 * One child may be at most {@link #MAX_CHILD_BYTES} long. Confined to one thread.
 */
public final class StanzaScanner {
    static final int MAX_CHILD_BYTES = 4 << 20;

    /** Hears what the scanner finds; the array is only valid during the call. */
    public interface Sink {
        /** The stream header, {@code <stream:stream …>}. */
        void opened(byte[] bytes, int start, int end);

        /** A complete child of the stream. */
        void child(byte[] bytes, int start, int end);

        /** {@code </stream:stream>}. */
        void closed();
    }

    private enum State {
        TEXT,
        TAG_START,
        DECLARATION,
        TAG,
        TAG_SLASH,
        QUOTE_SINGLE,
        QUOTE_DOUBLE
    }

    private final Sink sink;
    private byte[] carried = new byte[0];
    private int carriedLength;
    private State state = State.TEXT;
    private boolean endTag;
    private int depth;
    // start of the child (or header) being read, as an index into the array scanned; -1 between
    // children
    private int childStart = -1;

    public StanzaScanner(Sink sink) {
        this.sink = sink;
    }

    /**
     * Starts over, as after SASL: the next thing read is a new stream header. May be called from
     * within a sink's method.
     */
    public void reset() {
        carriedLength = 0;
        state = State.TEXT;
        depth = 0;
        childStart = -1;
    }

    /** Reads {@code bytes[start..end)}. */
    public void feed(byte[] bytes, int start, int end) {
        if (carriedLength == 0) {
            scan(bytes, start, end, bytes);
            return;
        }
        int length = end - start;
        int from = carriedLength;
        if (from + length > MAX_CHILD_BYTES) {
            throw new IllegalStateException("a stanza of more than " + MAX_CHILD_BYTES + " bytes");
        }
        if (carried.length < from + length) {
            carried = Arrays.copyOf(carried, Math.max(2 * carried.length, from + length));
        }
        System.arraycopy(bytes, start, carried, from, length);
        carriedLength = 0;
        scan(carried, from, from + length, carried);
    }

    private void scan(byte[] b, int from, int end, byte[] source) {
        for (int i = from; i < end; i++) {
            byte c = b[i];
            switch (state) {
                case TEXT -> {
                    if (c == '<') {
                        state = State.TAG_START;
                        if (childStart < 0) {
                            childStart = i;
                        }
                    }
                }
                case TAG_START -> {
                    endTag = c == '/';
                    if (c == '!') {
                        throw new IllegalStateException("a comment, CDATA or DTD in the stream");
                    }
                    state = c == '?' ? State.DECLARATION : State.TAG;
                }
                case DECLARATION -> {
                    if (c == '>') {
                        state = State.TEXT;
                        childStart = -1;
                    }
                }
                case TAG, TAG_SLASH -> {
                    if (c == '>') {
                        boolean empty = state == State.TAG_SLASH;
                        state = State.TEXT;
                        tagEnded(b, i + 1, empty);
                    } else if (c == '"') {
                        state = State.QUOTE_DOUBLE;
                    } else if (c == '\'') {
                        state = State.QUOTE_SINGLE;
                    } else {
                        state = c == '/' ? State.TAG_SLASH : State.TAG;
                    }
                }
                case QUOTE_SINGLE -> {
                    if (c == '\'') {
                        state = State.TAG;
                    }
                }
                case QUOTE_DOUBLE -> {
                    if (c == '"') {
                        state = State.TAG;
                    }
                }
            }
        }
        keep(source, end);
    }

    private void tagEnded(byte[] b, int end, boolean empty) {
        if (endTag) {
            depth--;
            if (depth == 0) {
                childStart = -1;
                sink.closed();
            } else if (depth == 1) {
                child(b, end);
            }
            return;
        }
        if (depth == 0) {
            depth = 1;
            int start = childStart;
            childStart = -1;
            sink.opened(b, start, end);
            return;
        }
        if (empty) {
            if (depth == 1) {
                child(b, end);
            }
        } else {
            depth++;
        }
    }

    private void child(byte[] b, int end) {
        int start = childStart;
        childStart = -1;
        sink.child(b, start, end);
    }

    /** Keeps what belongs to an unfinished child for the next call. */
    private void keep(byte[] source, int end) {
        if (childStart < 0) {
            carriedLength = 0;
            return;
        }
        int length = end - childStart;
        if (source != carried || childStart != 0) {
            if (carried.length < length) {
                carried = Arrays.copyOf(carried, Math.max(2 * carried.length, length + 512));
            }
            System.arraycopy(source, childStart, carried, 0, length);
        }
        carriedLength = length;
        childStart = 0;
    }
}
