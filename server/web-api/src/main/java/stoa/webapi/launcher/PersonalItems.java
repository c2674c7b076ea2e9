package stoa.webapi.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.store.StoredXml;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** Reads items of an account's nodes (XEP-0163), each named by the other side of a conversation. */
public final class PersonalItems {
    /** How far any client has displayed (XEP-0490). */
    static final String DISPLAYED = "urn:xmpp:mds:displayed:0";

    private final PubsubStore nodes;

    public PersonalItems(PubsubStore nodes) {
        this.nodes = nodes;
    }

    /** The archive ids up to which conversations were displayed; 0 for one that is none of ours. */
    CompletionStage<Map<String, Long>> displayed(BareJid account, List<String> ids) {
        return read(account, DISPLAYED, ids, UnreadRule::displayedId);
    }

    /**
     * What items say, by their ids.
     *
     * @param reading null for what shall be left out
     */
    <T> CompletionStage<Map<String, T>> read(
            BareJid account,
            String node,
            List<String> ids,
            Function<Element, @Nullable T> reading) {
        return nodes.items(account, node, ids)
                .thenApply(
                        items -> {
                            Map<String, T> read = new HashMap<>();
                            for (StoredItem item : items) {
                                if (item.payload().length() > 0) {
                                    T said = reading.apply(StoredXml.read(item.payload()));
                                    if (said != null) {
                                        read.put(item.id(), said);
                                    }
                                }
                            }
                            return read;
                        });
    }
}
