package stoa.core.route;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * With which other domains each served domain talks, as its administrators say beside the
 * configuration (XEP-0133 sections 4.11 and 4.12); whoever speaks with other servers asks {@link
 * #mayTalk} besides. Both ways count: what is heard as what is said. Safe on any thread; a change
 * counts at once.
 */
public final class PeerLists {
    /**
     * One domain's lists.
     *
     * @param denied domains not to talk with
     * @param allowed if there are any, the only ones to talk with
     */
    public record Lists(Set<String> denied, Set<String> allowed) {
        public static final Lists NONE = new Lists(Set.of(), Set.of());

        public Lists {
            denied = Set.copyOf(denied);
            allowed = Set.copyOf(allowed);
        }

        boolean admits(String peer) {
            return !denied.contains(peer) && (allowed.isEmpty() || allowed.contains(peer));
        }
    }

    private final Map<String, Lists> byDomain = new ConcurrentHashMap<>();

    /** The domain's lists from now on. */
    public void publish(String domain, Lists lists) {
        byDomain.put(domain, lists);
    }

    /** The domain's lists; none unless its administrators made some. */
    public Lists of(String domain) {
        return byDomain.getOrDefault(domain, Lists.NONE);
    }

    /**
     * Whether a served domain may talk with another server's.
     *
     * @param domain ours, not a service below it
     * @param peer the other's, as prepared by {@link stoa.xmpp.jid.DomainJid}
     */
    public boolean mayTalk(String domain, String peer) {
        return of(domain).admits(peer);
    }
}
