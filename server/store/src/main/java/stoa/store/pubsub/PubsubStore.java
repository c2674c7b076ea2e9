package stoa.store.pubsub;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/** Reads nodes and items. */
public interface PubsubStore {
    /** The most nodes or items one call returns. */
    int MAX_LISTED = 10_000;

    /** All nodes of a service, ordered by name. */
    CompletionStage<List<LoadedNode>> load(Jid service);

    /**
     * Items by their ids, in the order of these; those that are not there are left out.
     *
     * @param ids at most {@link #MAX_LISTED}
     */
    CompletionStage<List<StoredItem>> items(Jid service, String node, List<String> ids);

    /**
     * The nodes of all services, ordered by service and name, by code points: what is shown of
     * them.
     *
     * @param after only those after this one; null: from the first
     * @param payloadLimit a payload of more bytes is left out
     */
    CompletionStage<List<ShownNode>> shown(@Nullable StoredNode after, int max, int payloadLimit);
}
