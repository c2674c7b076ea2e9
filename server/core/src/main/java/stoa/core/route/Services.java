package stoa.core.route;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;

/** The services by address. Safe on any thread; a service may be added at any time. */
public final class Services {
    private final Map<String, Service> byDomain = new ConcurrentHashMap<>();
    private volatile Function<BareJid, @Nullable Service> byAddress = address -> null;

    public void add(Service service) {
        byDomain.put(service.address().domain(), service);
    }

    /** The service at that domain, or null. */
    public @Nullable Service at(String domain) {
        return byDomain.get(domain);
    }

    /**
     * Has single addresses of served domains answered for by a service instead of an account.
     *
     * @param lookup asked on any thread for every stanza; answers at once, null for accounts
     */
    public void addresses(Function<BareJid, @Nullable Service> lookup) {
        byAddress = lookup;
    }

    /** The service that has that address: its domain's, or its own. Null for an account's. */
    public @Nullable Service at(Jid address) {
        Service service = at(address.domain());
        return service == null && address.bare() instanceof BareJid bare
                ? byAddress.apply(bare)
                : service;
    }

    /**
     * The services of a served domain, by address: what its disco#items lists. A service's address
     * is its domain's with one label in front, so those of another domain further below are not
     * among them.
     */
    public List<DomainJid> of(String domain) {
        String suffix = "." + domain;
        return byDomain.keySet().stream()
                .filter(address -> address.endsWith(suffix))
                .filter(address -> address.indexOf('.') == address.length() - suffix.length())
                .sorted()
                .map(DomainJid::of)
                .toList();
    }
}
