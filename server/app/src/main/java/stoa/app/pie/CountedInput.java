package stoa.app.pie;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets at most so many bytes through between two calls of {@link #startAnew}: a tag that never ends
 * is refused while it is read, and not when it has filled the memory.
 */
final class CountedInput extends FilterInputStream {
    /** Too much came at once. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final long limit;
    private long read;

    CountedInput(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    void startAnew() {
        read = 0;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) throws TooLongException {
        read += bytes;
        if (read > limit) {
            throw new TooLongException();
        }
    }
}
