package stoa.core.route;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.DomainJid;

/** The services by address. Safe on any thread; a service may be added at any time. */
public final class Services {
    private final Map<String, Service> byDomain = new ConcurrentHashMap<>();

    public void add(Service service) {
        byDomain.put(service.address().domain(), service);
    }

    /** The service at that domain, or null. */
    public @Nullable Service at(String domain) {
        return byDomain.get(domain);
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
