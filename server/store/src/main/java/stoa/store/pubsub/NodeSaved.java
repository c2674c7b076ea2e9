package stoa.store.pubsub;

import stoa.core.journal.Change;

/** A node was created or configured anew. */
public record NodeSaved(StoredNode node) implements Change {
    @Override
    public int weightBytes() {
        return 1024;
    }
}
