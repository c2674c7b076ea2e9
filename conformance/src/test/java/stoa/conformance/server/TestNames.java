package stoa.conformance.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Resolves the domains of servers that tests start, as a DNS server would, for clients that take an
 * address as they are told it: whoever follows the URL of a slot, say. All other names go to the
 * system. The virtual machine finds this by its service loader.
 */
public final class TestNames extends InetAddressResolverProvider {
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    /** A name that is resolved until this is closed. */
    public record Held(String name, String address) implements AutoCloseable {
        @Override
        public void close() {
            NAMES.remove(name, address);
        }
    }

    /** That name is at that address until the answer is closed. */
    public static Held at(String name, String address) {
        NAMES.put(name, address);
        return new Held(name, address);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Resolver(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "names of tests";
    }

    private record Resolver(InetAddressResolver system) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                throws UnknownHostException {
            String address = NAMES.get(host);
            return address == null
                    ? system.lookupByName(host, policy)
                    : Stream.of(
                            InetAddress.getByAddress(
                                    host, InetAddress.ofLiteral(address).getAddress()));
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return system.lookupByAddress(address);
        }
    }
}
