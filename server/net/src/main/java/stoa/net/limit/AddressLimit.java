package stoa.net.limit;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import stoa.core.session.Networks;

/**
 * How many connections one address has at a time, or all addresses of one IPv6 network. Safe on any
 * thread.
 */
public final class AddressLimit {
    private final int most;
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    /**
     * @param most connections of one address; 0 for any number
     */
    public AddressLimit(int most) {
        this.most = most;
    }

    /** A connection begins; false when it must be refused, and then it does not count. */
    public boolean begin(InetAddress address) {
        if (most == 0) {
            return true;
        }
        boolean[] refused = {false};
        counts.compute(
                Networks.of(address),
                (key, now) -> {
                    int count = now == null ? 0 : now;
                    refused[0] = count >= most;
                    return refused[0] ? now : Integer.valueOf(count + 1);
                });
        return !refused[0];
    }

    /** A connection that was let in has ended. */
    public void end(InetAddress address) {
        if (most != 0) {
            counts.computeIfPresent(
                    Networks.of(address), (key, count) -> count <= 1 ? null : count - 1);
        }
    }
}
