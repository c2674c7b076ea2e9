package stoa.features.webpush;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.StoredXml;
import stoa.store.pubsub.PubsubStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * What people wish not to be told, as their clients keep it in their nodes: a pause, quiet hours,
 * conversations that are muted (XEP-0492), and those that ring in “Do not disturb”. Browsers want
 * something to be seen for each push, so what their page would drop is better not sent. The rule is
 * the page's own, as far as it can be known here. Any thread; does not block.
 */
final class Wishes {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";

    private final PubsubStore nodes;

    Wishes(PubsubStore nodes) {
        this.nodes = nodes;
    }

    /** Whether that shall not be told now. What cannot be read keeps nothing from being told. */
    CompletionStage<Boolean> holdBack(Notice notice, Subscription browser, Instant now) {
        return item(notice.account(), QuietWishes.NODE, QuietWishes.ITEM)
                .thenApply(found -> QuietWishes.read(found).isQuiet(now, browser.zone()))
                .thenCombine(
                        mark(notice.account(), notice.conversation()),
                        (quiet, mark) ->
                                quiet || mark.isMuted(now) || (browser.busy() && !mark.urgent()))
                .exceptionally(
                        failure -> {
                            LOG.warn(
                                    "web_push_wishes_unread account={}", notice.account(), failure);
                            return false;
                        });
    }

    /**
     * What a room says in private stands in the conversation's name as well: both are looked at.
     */
    private CompletionStage<ConversationMark> mark(BareJid account, String conversation) {
        if (conversation.isEmpty()) {
            return CompletableFuture.completedFuture(ConversationMark.read(null));
        }
        return item(account, BOOKMARKS, conversation)
                .thenCombine(
                        item(account, ConversationMark.NODE, conversation),
                        (bookmark, own) ->
                                ConversationMark.read(
                                        bookmark == null
                                                ? own
                                                : bookmark.child("extensions", BOOKMARKS)));
    }

    private CompletionStage<@Nullable Element> item(BareJid account, String node, String id) {
        return nodes.items(account, node, List.of(id))
                .thenApply(
                        items ->
                                items.isEmpty() || items.getFirst().payload().length() == 0
                                        ? null
                                        : StoredXml.read(items.getFirst().payload()));
    }
}
