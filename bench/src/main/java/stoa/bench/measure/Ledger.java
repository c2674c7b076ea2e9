package stoa.bench.measure;

import java.util.HashSet;
import java.util.Set;

/**
 * Accounts for the numbered messages of one sender as one receiver hears them. Numbers are given
 * out from 0 upwards without gaps, so every loss, repetition and overtaking shows. Holds at most
 * the numbers that were skipped so far. Confined to one thread.
 */
public final class Ledger {
    private final Set<Long> skipped = new HashSet<>();
    private long next;
    private long heard;
    private long doubled;
    private long outOfOrder;

    /** Notes message {@code number}; returns true when it is heard for the first time. */
    public boolean heard(long number) {
        if (number == next) {
            next++;
            heard++;
            return true;
        }
        if (number > next) {
            for (long n = next; n < number; n++) {
                skipped.add(n);
            }
            next = number + 1;
            heard++;
            return true;
        }
        if (skipped.remove(number)) {
            outOfOrder++;
            heard++;
            return true;
        }
        doubled++;
        return false;
    }

    /** Different messages heard so far. */
    public long heard() {
        return heard;
    }

    /** What went wrong, given that {@code sent} messages (0 to sent - 1) were sent. */
    public Losses losses(long sent) {
        return new Losses(Math.max(0, sent - heard), doubled, outOfOrder);
    }
}
