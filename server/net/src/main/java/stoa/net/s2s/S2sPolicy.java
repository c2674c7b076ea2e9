package stoa.net.s2s;

import java.util.Set;

/**
 * Which domains talk with which. Immutable.
 *
 * @param open the domains of ours that do at all; empty: all of them
 * @param allow with which others, and those below them; empty: with everybody
 * @param deny but not with these, and none below them
 * @param certificatesOnly whether a domain is proved by its certificate only (RFC 7712), and not by
 *     dialback (XEP-0220)
 */
public record S2sPolicy(
        Set<String> open, Set<String> allow, Set<String> deny, boolean certificatesOnly) {
    public S2sPolicy {
        open = Set.copyOf(open);
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    boolean isOpen(String house) {
        return open.isEmpty() || open.contains(house);
    }

    boolean permits(String house, String other) {
        return isOpen(house) && !covers(deny, other) && (allow.isEmpty() || covers(allow, other));
    }

    private static boolean covers(Set<String> domains, String domain) {
        String rest = domain;
        while (true) {
            if (domains.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return false;
            }
            rest = rest.substring(dot + 1);
        }
    }
}
