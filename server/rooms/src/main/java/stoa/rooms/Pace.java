package stoa.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/**
 * When which account spoke last, for slow mode. Immutable; oldest first, without those who need not
 * wait any more. Holds at most {@link #CAPACITY} accounts; the oldest is forgotten beyond it.
 */
final class Pace {
    static final int CAPACITY = 10_000;
    static final Pace NOBODY = new Pace(new Jid[0], new Instant[0]);

    private final Jid[] accounts;
    private final Instant[] times;

    private Pace(Jid[] accounts, Instant[] times) {
        this.accounts = accounts;
        this.times = times;
    }

    /** When the account spoke last, or null when that is too long ago to count. */
    @Nullable Instant last(Jid account) {
        for (int i = accounts.length - 1; i >= 0; i--) {
            if (accounts[i].equals(account)) {
                return times[i];
            }
        }
        return null;
    }

    Pace with(Jid account, Instant at, Duration counts) {
        Instant oldest = at.minus(counts);
        Jid[] kept = new Jid[accounts.length + 1];
        Instant[] when = new Instant[kept.length];
        int n = 0;
        for (int i = accounts.length < CAPACITY ? 0 : 1; i < accounts.length; i++) {
            if (times[i].isAfter(oldest) && !accounts[i].equals(account)) {
                kept[n] = accounts[i];
                when[n++] = times[i];
            }
        }
        kept[n] = account;
        when[n++] = at;
        return new Pace(Arrays.copyOf(kept, n), Arrays.copyOf(when, n));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pace that
                && Arrays.equals(accounts, that.accounts)
                && Arrays.equals(times, that.times);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(accounts);
    }

    @Override
    public String toString() {
        return accounts.length + " accounts";
    }
}
