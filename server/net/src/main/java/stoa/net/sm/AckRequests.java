package stoa.net.sm;

import java.util.Arrays;

/**
 * The other side's open {@code <r/>} requests. Each is answered once everything that arrived before
 * it is handled, so that the answer says so. Beyond {@link #MOST} open ones the later are answered
 * together with the last.
 */
public final class AckRequests {
    private static final int MOST = 64;

    private long[] arrivedBefore = {};
    private int count;

    /** A request came when so many stanzas had arrived. */
    public void ask(long arrived) {
        if (count == MOST) {
            arrivedBefore[count - 1] = arrived;
            return;
        }
        if (count == arrivedBefore.length) {
            arrivedBefore = Arrays.copyOf(arrivedBefore, Math.max(4, count * 2));
        }
        arrivedBefore[count++] = arrived;
    }

    /** Takes the requests that can be answered when so many stanzas are handled. */
    public int due(long handled) {
        int due = 0;
        while (due < count && arrivedBefore[due] <= handled) {
            due++;
        }
        drop(due);
        return due;
    }

    /** Takes all of them. */
    public int all() {
        int all = count;
        drop(all);
        return all;
    }

    private void drop(int n) {
        if (n == 0) {
            return;
        }
        count -= n;
        if (count > 0) {
            System.arraycopy(arrivedBefore, n, arrivedBefore, 0, count);
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
