package stoa.net.s2s.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How the DNS is asked.
 *
 * @param servers the servers to ask, in this order; empty for those of the system ({@code
 *     /etc/resolv.conf})
 * @param timeout how long a server has for one answer, before the next one is asked
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration timeout) {
    /** The system's servers. */
    public static final DnsSettings SYSTEM = new DnsSettings(List.of(), Duration.ofSeconds(2));

    public DnsSettings {
        servers = List.copyOf(servers);
    }

    /** These servers in place of the system's. */
    public static DnsSettings of(List<InetSocketAddress> servers) {
        return new DnsSettings(servers, SYSTEM.timeout);
    }
}
