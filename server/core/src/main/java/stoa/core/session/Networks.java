package stoa.core.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom limits count as one peer. */
public final class Networks {
    /** RFC 4291 section 2.5.4: what is below is the peer's own to choose. */
    private static final int IPV6_PREFIX_BYTES = 8;

    private Networks() {}

    /** The address itself, or the /64 an IPv6 address is of: whoever has one has all of them. */
    public static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, IPV6_PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }
}
