package stoa.pubsub.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Access;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.ItemEntry;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.Page;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Retrieving items, XEP-0060 section 6.5: by their ids, the newest so many, all, or a page of them
 * (XEP-0059). They come in the order of publication, the oldest first. An answer has at most {@link
 * Limits#pageItems} items and about {@link Limits#pageBytes}; when that is not all that was asked
 * for, it says so with a page.
 */
final class Retrieving {
    private Retrieving() {}

    static Decision<PubsubEvent, PubsubEffect> decide(
            PubsubState state, PubsubCommand.Asked asked, Ask.Items ask, Turn turn) {
        PubsubState.Kept kept = state.find(ask.node());
        if (kept == null) {
            return Bookmarks.areAskedForByTheirOwner(asked.asker(), ask.node())
                    ? fetch(asked, ask.node(), List.of(), null)
                    : Draft.refuse(asked, Errors.NO_NODE);
        }
        Asker asker = asked.asker();
        StanzaError refusal = Access.refusal(kept.node(), asker.address(), asker.audience());
        if (refusal == null) {
            refusal = unclear(kept.node(), asker, ask.subid());
        }
        if (refusal != null) {
            return Draft.refuse(asked, refusal);
        }
        if (kept.node().isCollection()) {
            return Draft.refuse(asked, Errors.unsupported("retrieve-items"));
        }
        if (!kept.node().get(NodeConfig.PERSIST_ITEMS)) {
            return Draft.refuse(asked, Errors.unsupported("persistent-items"));
        }
        return ask.ids().isEmpty()
                ? page(kept, asked, ask, turn.limits())
                : byIds(kept, asked, ask, turn.limits());
    }

    /**
     * Sections 6.5.9.1 and 6.5.9.2: why it is not clear for which of the asker's subscriptions it
     * asks, or null. Who is not subscribed may ask as well, and an account's nodes have no ids.
     */
    private static @Nullable StanzaError unclear(Node node, Asker asker, @Nullable String subid) {
        List<String> ids =
                node.subscriptions(asker.bare()).stream()
                        .filter(one -> one.isSubscribed() && isOf(asker, one))
                        .map(Subscription::id)
                        .filter(id -> !id.isEmpty())
                        .toList();
        if (subid != null && !subid.isEmpty()) {
            return ids.isEmpty() || ids.contains(subid) ? null : Errors.INVALID_SUBID;
        }
        return ids.size() > 1 ? Errors.SUBID_REQUIRED : null;
    }

    private static boolean isOf(Asker asker, Subscription subscription) {
        Jid who = subscription.who();
        return who.equals(asker.address()) || who.equals(asker.bare());
    }

    /** Sections 6.5.8 and 6.5.9.12: what is not there is left out, also when that is all of it. */
    private static Decision<PubsubEvent, PubsubEffect> byIds(
            PubsubState.Kept kept, PubsubCommand.Asked asked, Ask.Items ask, Limits limits) {
        Set<ItemEntry> found = new LinkedHashSet<>();
        for (String id : ask.ids()) {
            ItemEntry item = kept.items().find(id);
            if (item != null) {
                found.add(item);
            }
        }
        return fetch(asked, ask.node(), fitting(List.copyOf(found), limits), null);
    }

    private static Decision<PubsubEvent, PubsubEffect> page(
            PubsubState.Kept kept, PubsubCommand.Asked asked, Ask.Items ask, Limits limits) {
        List<ItemEntry> all = List.copyOf(kept.items().inOrder());
        List<ItemEntry> wanted =
                ask.max() == PageRequest.NO_MAX || ask.max() >= all.size()
                        ? all
                        : all.subList(all.size() - ask.max(), all.size());
        PageRequest page = ask.page();
        if (page == null) {
            List<ItemEntry> fitting = fitting(wanted.reversed(), limits).reversed();
            return fetch(
                    asked,
                    ask.node(),
                    fitting,
                    fitting.size() < wanted.size()
                            ? Paging.said(wanted, fitting, ItemEntry::id)
                            : null);
        }
        List<ItemEntry> part = part(wanted, page, limits);
        return part == null
                ? Draft.refuse(asked, Condition.ITEM_NOT_FOUND.error("There is no such page."))
                : fetch(asked, ask.node(), part, Paging.said(wanted, part, ItemEntry::id));
    }

    private static @Nullable List<ItemEntry> part(
            List<ItemEntry> all, PageRequest page, Limits limits) {
        List<ItemEntry> part = Paging.part(all, ItemEntry::id, page, limits.pageItems());
        if (part == null) {
            return null;
        }
        return page.before() == null
                ? fitting(part, limits)
                : fitting(part.reversed(), limits).reversed();
    }

    /** As many from the front as one answer holds. */
    private static List<ItemEntry> fitting(List<ItemEntry> wanted, Limits limits) {
        long bytes = 0;
        int count = 0;
        for (ItemEntry item : wanted) {
            bytes += item.bytes();
            if (count == limits.pageItems() || (count > 0 && bytes > limits.pageBytes())) {
                break;
            }
            count++;
        }
        return wanted.subList(0, count);
    }

    private static Decision<PubsubEvent, PubsubEffect> fetch(
            PubsubCommand.Asked asked, String node, List<ItemEntry> items, @Nullable Page page) {
        return Decision.speak(
                List.of(
                        new PubsubEffect.Fetch(
                                asked.answer(),
                                asked.iq(),
                                node,
                                items.stream().map(ItemEntry::id).toList(),
                                page)));
    }
}
