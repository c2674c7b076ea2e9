package stoa.net.s2s.dns;

/**
 * An SRV record's data (RFC 2782).
 *
 * @param target the host in lower case, without the dot at its end; empty for the root, which says
 *     "decidedly not available at this domain"
 */
record Srv(int priority, int weight, int port, String target) {
    boolean namesNoService() {
        return target.isEmpty();
    }
}
