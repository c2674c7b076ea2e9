package stoa.core.route;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.DomainJid;

/**
 * The domains this server serves, and the walls around them: people, presence, rooms and services
 * of one domain are out of reach of another's, ours or not, but for what {@link Federation}
 * permits. Safe on any thread.
 */
public final class ServedDomains {
    private volatile Set<String> names;
    private volatile Federation federation = Federation.CLOSED;

    public ServedDomains(Collection<DomainJid> domains) {
        Set<String> all = new LinkedHashSet<>();
        domains.forEach(domain -> all.add(domain.domain()));
        names = Set.copyOf(all);
    }

    /** Serves one more domain from now on. */
    public synchronized void add(DomainJid domain) {
        Set<String> more = new LinkedHashSet<>(names);
        more.add(domain.domain());
        names = Set.copyOf(more);
    }

    public List<DomainJid> all() {
        return names.stream().sorted().map(DomainJid::of).toList();
    }

    /** Whether that is the domain of our own accounts. */
    public boolean serves(String domain) {
        return names.contains(domain);
    }

    /**
     * The served domain that this one is or lies below (a service's), or null for another server's.
     */
    public @Nullable String house(String domain) {
        Set<String> served = names;
        String rest = domain;
        while (true) {
            if (served.contains(rest)) {
                return rest;
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return null;
            }
            rest = rest.substring(dot + 1);
        }
    }

    /** Opens what that federation permits; once, before anything is routed. */
    public void federate(Federation opened) {
        federation = opened;
    }

    /** The way to other servers. */
    public Federation federation() {
        return federation;
    }

    /** Whether the domain is another server's. */
    public boolean isElsewhere(String domain) {
        return house(domain) == null;
    }

    /**
     * Whether people and services of the one may reach those of the other: they are of one house,
     * or every house of ours among the two is open to the other domain.
     */
    public boolean mayMeet(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        String house = house(one);
        String others = house(other);
        if (house == null) {
            return others != null && federation.permits(others, one);
        }
        return house.equals(others)
                || (federation.permits(house, other)
                        && (others == null || federation.permits(others, one)));
    }
}
