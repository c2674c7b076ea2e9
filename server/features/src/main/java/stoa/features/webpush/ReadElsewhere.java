package stoa.features.webpush;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.StoredXml;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * How far conversations were displayed by any client of an account (XEP-0490). A browser cannot be
 * told of that by itself, for it wants something to be seen for each push; so it goes along with
 * what comes anyway. Any thread; does not block.
 */
final class ReadElsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(ReadElsewhere.class);
    private static final String NODE = "urn:xmpp:mds:displayed:0";
    private static final String STANZA_ID = "urn:xmpp:sid:0";

    /** So that there is room for what the message says, in characters. */
    static final int LIMIT = 1_024;

    private static final int LONGEST_ID = 64;

    private final PubsubStore nodes;

    ReadElsewhere(PubsubStore nodes) {
        this.nodes = nodes;
    }

    /**
     * The ids of the last messages that were displayed, by the conversations; those of which
     * nothing is known are left out, and the rest beyond {@link #LIMIT}. What cannot be read keeps
     * nothing from being told.
     */
    CompletionStage<Map<String, String>> of(BareJid account, List<String> conversations) {
        if (conversations.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return nodes.items(account, NODE, conversations)
                .thenApply(ReadElsewhere::read)
                .exceptionally(
                        failure -> {
                            LOG.warn("web_push_displayed_unread account={}", account, failure);
                            return Map.of();
                        });
    }

    private static Map<String, String> read(List<StoredItem> items) {
        Map<String, String> read = new LinkedHashMap<>();
        int length = 0;
        for (StoredItem item : items.reversed()) {
            String id = item.payload().length() == 0 ? null : id(StoredXml.read(item.payload()));
            if (id == null) {
                continue;
            }
            length += item.id().length() + id.length();
            if (length > LIMIT) {
                break;
            }
            read.put(item.id(), id);
        }
        return read;
    }

    private static @Nullable String id(Element displayed) {
        Element stanzaId = displayed.child("stanza-id", STANZA_ID);
        String id = stanzaId == null ? null : stanzaId.attribute("id");
        return id == null || id.length() > LONGEST_ID ? null : id;
    }
}
