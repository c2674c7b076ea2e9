package stoa.store.peer;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads the lists of other domains. */
public interface PeerStore {
    /** All lists that are not empty. */
    CompletionStage<List<PeerList>> all();
}
