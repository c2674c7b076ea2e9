package stoa.store.peer;

import java.util.List;

/**
 * A domain's list of other domains.
 *
 * @param peers sorted, each once
 */
public record PeerList(String domain, Kind kind, List<String> peers) {
    /** What the list is for. */
    public enum Kind {
        /** Nothing is said to these and heard from them: the blacklist. */
        DENIED,
        /** If there are any, only these are spoken with: the whitelist. */
        ALLOWED
    }

    public PeerList {
        peers = peers.stream().sorted().distinct().toList();
    }
}
