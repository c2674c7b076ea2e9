package stoa.net.limit;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Networks;
import stoa.xmpp.jid.BareJid;

/**
 * Slows down those who guess passwords (RFC 6120 section 13.11), by address and by account. A few
 * mistakes cost nothing; then each answer comes later than the one before; then no guess is looked
 * at any more for some minutes, which guesses made meanwhile do not prolong. Three things are
 * counted:
 *
 * <ul>
 *   <li>what one address tries at one account: whoever has forgotten a password, or guesses one;
 *   <li>what one address tries anywhere: a few passwords at many accounts. Accounts that have
 *       signed in from there before may still do so;
 *   <li>what all addresses try at one account. Who has signed in from an address before is not
 *       stopped there, and an address that has not failed at the account gets its turn as soon as
 *       one failure has faded: so nobody can lock the owner out, at home or elsewhere.
 * </ul>
 *
 * <p>Judge a guess directly before it is looked at, and count it directly after, on the same
 * thread: then no more can be under way than there are threads. Of an IPv6 address the network
 * counts. Safe on any thread.
 */
public final class GuessThrottle {
    /** What becomes of an attempt. */
    public enum Verdict {
        GO_ON,
        /** Too many wrong guesses from this address. */
        ADDRESS_BLOCKED,
        /** Too many wrong guesses at this account, from this address or from all. */
        ACCOUNT_BLOCKED
    }

    private record Pair(BareJid account, InetAddress network) {}

    private static final int MOST_KEYS = 20_000;
    private static final double FREE = 2;
    private static final double MOST_AT_ACCOUNT_FROM_ADDRESS = 10;
    private static final double MOST_FROM_ADDRESS = 60;
    private static final double MOST_AT_ACCOUNT = 100;
    private static final double PAIR_FADING_PER_SECOND = 1.0 / 60;
    private static final double ADDRESS_FADING_PER_SECOND = 1.0 / 10;
    private static final double ACCOUNT_FADING_PER_SECOND = 1.0 / 10;
    private static final long FIRST_DELAY_MS = 250;
    private static final long LONGEST_DELAY_MS = 4_000;

    private final boolean enabled;
    private final Failures<Pair> fromAddressAtAccount =
            new Failures<>(MOST_KEYS, MOST_AT_ACCOUNT_FROM_ADDRESS, PAIR_FADING_PER_SECOND);
    private final Failures<InetAddress> fromAddress =
            new Failures<>(MOST_KEYS, MOST_FROM_ADDRESS, ADDRESS_FADING_PER_SECOND);
    private final Failures<BareJid> atAccount =
            new Failures<>(MOST_KEYS, MOST_AT_ACCOUNT, ACCOUNT_FADING_PER_SECOND);

    /** From where accounts have signed in. */
    private final Set<Pair> known =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>(16, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<Pair, Boolean> eldest) {
                                    return size() > MOST_KEYS;
                                }
                            }));

    /**
     * @param enabled {@code limits.enabled}; false lets everything pass
     */
    public GuessThrottle(boolean enabled) {
        this.enabled = enabled;
    }

    /** Whether a guess may be looked at. */
    public Verdict judge(InetAddress address, BareJid account, long nowMs) {
        if (!enabled) {
            return Verdict.GO_ON;
        }
        InetAddress network = Networks.of(address);
        Pair pair = new Pair(account, network);
        if (fromAddressAtAccount.isFull(pair, nowMs)) {
            return Verdict.ACCOUNT_BLOCKED;
        }
        if (known.contains(pair)) {
            return Verdict.GO_ON;
        }
        if (fromAddress.isFull(network, nowMs)) {
            return Verdict.ADDRESS_BLOCKED;
        }
        boolean unsuspected = fromAddressAtAccount.count(pair, nowMs) == 0;
        boolean blocked =
                unsuspected
                        ? atAccount.isAtLimit(account, nowMs)
                        : atAccount.isFull(account, nowMs);
        return blocked ? Verdict.ACCOUNT_BLOCKED : Verdict.GO_ON;
    }

    /**
     * A wrong guess; returns after how many milliseconds it may be answered.
     *
     * @param account null when what was said names none
     */
    public long wrong(InetAddress address, @Nullable BareJid account, long nowMs) {
        if (!enabled) {
            return 0;
        }
        InetAddress network = Networks.of(address);
        double failures = fromAddress.add(network, nowMs);
        if (account != null) {
            fromAddressAtAccount.add(new Pair(account, network), nowMs);
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
            known.add(new Pair(account, Networks.of(address)));
        }
    }
}
