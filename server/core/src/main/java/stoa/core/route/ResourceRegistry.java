package stoa.core.route;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

/**
 * Who is connected: an immutable snapshot an account, and an index by domain. Each account's
 * snapshot is written by that account's entity only, in its order; anybody reads, on any thread,
 * without locks.
 *
 * <p>Whoever publishes its own snapshot before it reads another's can rely on this: of two accounts
 * that do so at the same time at least one sees what the other published.
 */
public final class ResourceRegistry {
    private final Map<String, Map<BareJid, ConnectedAccount>> domains = new ConcurrentHashMap<>();

    /** Publishes an account's resources; one with none is forgotten. */
    public void publish(ConnectedAccount account) {
        String domain = account.address().domain();
        if (account.isEmpty()) {
            Map<BareJid, ConnectedAccount> online = domains.get(domain);
            if (online != null) {
                online.remove(account.address());
            }
        } else {
            domains.computeIfAbsent(domain, key -> new ConcurrentHashMap<>())
                    .put(account.address(), account);
        }
    }

    /** The account's resources, or null when none is connected. */
    public @Nullable ConnectedAccount find(BareJid account) {
        Map<BareJid, ConnectedAccount> online = domains.get(account.domain());
        return online == null ? null : online.get(account);
    }

    /** The resource, or null when it is not connected. */
    public @Nullable ConnectedResource find(FullJid address) {
        if (!(address.bare() instanceof BareJid account)) {
            return null;
        }
        ConnectedAccount connected = find(account);
        return connected == null ? null : connected.resource(address);
    }

    /** The connected accounts of a domain: a live view, weakly consistent. */
    public Collection<ConnectedAccount> online(String domain) {
        Map<BareJid, ConnectedAccount> online = domains.get(domain);
        return online == null ? List.of() : online.values();
    }

    /** Connected resources in all; counted, for metrics. */
    public int size() {
        int all = 0;
        for (Map<BareJid, ConnectedAccount> online : domains.values()) {
            for (ConnectedAccount account : online.values()) {
                all += account.resources().size();
            }
        }
        return all;
    }
}
