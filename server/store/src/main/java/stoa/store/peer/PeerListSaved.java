package stoa.store.peer;

import stoa.core.journal.Change;

/** A list of other domains is now this; empty: there is none. */
public record PeerListSaved(PeerList list) implements Change {
    @Override
    public int weightBytes() {
        return 256 + list.peers().stream().mapToInt(peer -> 64 + peer.length()).sum();
    }
}
