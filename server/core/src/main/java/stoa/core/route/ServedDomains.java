package stoa.core.route;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.DomainJid;

/**
 * The domains this server serves, and the walls around them: people, presence, rooms and services
 * of one domain are out of reach of another's, ours or not, but for what {@link Federation}
 * permits. Safe on any thread.
 */
public final class ServedDomains {
    /**
     * The names of the domains, and how long they are: what has none of these lengths is not looked
     * up, which spares a message between servers most of a dozen strings.
     */
    private record Served(Set<String> names, BitSet lengths) {
        static Served of(Stream<String> domains) {
            Set<String> names = domains.collect(toUnmodifiableSet());
            BitSet lengths = new BitSet();
            names.forEach(name -> lengths.set(name.length()));
            return new Served(names, lengths);
        }
    }

    private volatile Served served;
    private volatile Federation federation = Federation.CLOSED;

    public ServedDomains(Collection<DomainJid> domains) {
        served = Served.of(domains.stream().map(DomainJid::domain));
    }

    /** Serves one more domain from now on. */
    public synchronized void add(DomainJid domain) {
        served = Served.of(Stream.concat(served.names.stream(), Stream.of(domain.domain())));
    }

    public List<DomainJid> all() {
        return served.names.stream().sorted().map(DomainJid::of).toList();
    }

    /** Whether that is the domain of our own accounts. */
    public boolean serves(String domain) {
        return served.names.contains(domain);
    }

    /**
     * The served domain that this one is or lies below (a service's), or null for another server's.
     */
    public @Nullable String house(String domain) {
        Served now = served;
        int start = 0;
        do {
            if (now.lengths.get(domain.length() - start)) {
                String rest = domain.substring(start);
                if (now.names.contains(rest)) {
                    return rest;
                }
            }
            start = domain.indexOf('.', start) + 1;
        } while (start > 0);
        return null;
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
