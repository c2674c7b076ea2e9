package stoa.conformance.federation;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.conformance.server.Account;

/**
 * What a peer is started with.
 *
 * @param folder its own, for its configuration and data
 * @param address its address of loopback
 * @param domain what it serves, with rooms at {@code conference.DOMAIN}
 * @param accounts its people
 * @param certificate what it shows
 * @param authority what it trusts; null if it asks for no certificate at all and goes by dialback
 * @param names the DNS it asks
 */
record Peer(
        Path folder,
        String address,
        String domain,
        List<Account> accounts,
        Authority.Issued certificate,
        @Nullable Path authority,
        Names names) {
    /** The ports that every peer has. */
    static final int CLIENTS = 5222;

    static final int SERVERS = 5269;
    static final int SERVERS_DIRECT = 5270;

    boolean wantsCertificates() {
        return authority != null;
    }
}
