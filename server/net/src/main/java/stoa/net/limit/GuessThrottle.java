package stoa.net.limit;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * Slows down those who guess passwords, by address and by account. A few mistakes cost nothing;
 * then each answer comes later than the one before; then an address is not listened to for a while,
 * and an account takes no password for a while, except from addresses that have signed in to it
 * before: so guessing at somebody's account does not lock them out. Safe on any thread.
 */
public final class GuessThrottle {
    /** What becomes of an attempt. */
    public enum Verdict {
        GO_ON,
        /** Too many wrong guesses from this address. */
        ADDRESS_BLOCKED,
        /** Too many wrong guesses at this account. */
        ACCOUNT_BLOCKED
    }

    private record Known(BareJid account, InetAddress address) {}

    private static final int MOST_KEYS = 20_000;
    private static final double FREE = 2;
    private static final double MOST_BY_ADDRESS = 60;
    private static final double MOST_AT_ACCOUNT = 20;
    private static final double ADDRESS_FADING_PER_SECOND = 0.5;
    private static final double ACCOUNT_FADING_PER_SECOND = 1.0 / 6;
    private static final long FIRST_DELAY_MS = 250;
    private static final long LONGEST_DELAY_MS = 4_000;

    private final boolean enabled;
    private final Failures<InetAddress> byAddress =
            new Failures<>(MOST_KEYS, ADDRESS_FADING_PER_SECOND);
    private final Failures<BareJid> atAccount =
            new Failures<>(MOST_KEYS, ACCOUNT_FADING_PER_SECOND);
    private final Set<Known> known =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>(16, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<Known, Boolean> eldest) {
                                    return size() > MOST_KEYS;
                                }
                            }));

    /**
     * @param enabled {@code limits.enabled}; false lets everything pass
     */
    public GuessThrottle(boolean enabled) {
        this.enabled = enabled;
    }

    /**
     * Whether an attempt may go on.
     *
     * @param account null while it is not known
     */
    public Verdict judge(InetAddress address, @Nullable BareJid account, long nowMs) {
        if (!enabled) {
            return Verdict.GO_ON;
        }
        if (byAddress.count(address, nowMs) >= MOST_BY_ADDRESS) {
            return Verdict.ADDRESS_BLOCKED;
        }
        return account != null
                        && atAccount.count(account, nowMs) >= MOST_AT_ACCOUNT
                        && !known.contains(new Known(account, address))
                ? Verdict.ACCOUNT_BLOCKED
                : Verdict.GO_ON;
    }

    /** A wrong guess; returns after how many milliseconds it may be answered. */
    public long wrong(InetAddress address, @Nullable BareJid account, long nowMs) {
        if (!enabled) {
            return 0;
        }
        double failures = byAddress.add(address, nowMs);
        if (account != null) {
            failures = Math.max(failures, atAccount.add(account, nowMs));
        }
        if (failures <= FREE) {
            return 0;
        }
        double delay = FIRST_DELAY_MS * Math.pow(2, Math.min(10, failures - FREE - 1));
        return (long) Math.min(LONGEST_DELAY_MS, delay);
    }

    /** Somebody has signed in. */
    public void right(InetAddress address, BareJid account) {
        if (enabled) {
            known.add(new Known(account, address));
        }
    }
}
