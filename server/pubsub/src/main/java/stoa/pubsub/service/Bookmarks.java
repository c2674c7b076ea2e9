package stoa.pubsub.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.bookmarks.Conferences;
import stoa.pubsub.node.AccessModel;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.SendLast;
import stoa.pubsub.node.ServiceKind;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Bookmarks, XEP-0402: the items of {@code urn:xmpp:bookmarks:1} are the one truth. What XEP-0048
 * keeps in one element is another view of it (XEP-0402 section 6), in private XML (XEP-0049) and as
 * the node {@code storage:bookmarks}, which is no node of its own. Who replaces the whole element
 * changes those items that differ, and who changes an item has the element told anew.
 */
public final class Bookmarks {
    public static final String NODE = "urn:xmpp:bookmarks:1";
    public static final String OLD_NODE = "storage:bookmarks";

    /** The id of the one item of the old node. */
    private static final String CURRENT = "current";

    private static final NodeConfig OLD_CONFIG =
            NodeConfig.DEFAULTS
                    .with(NodeConfig.ACCESS_MODEL, AccessModel.WHITELIST)
                    .with(NodeConfig.SEND_LAST, SendLast.NEVER);

    private static final StanzaError A_VIEW =
            Condition.NOT_ALLOWED.error("This node shows the bookmarks of " + NODE + ".");

    private Bookmarks() {}

    /**
     * An account's list of bookmarks is there from the beginning, as it is in private XML: its
     * owner finds it empty. Dino keeps no bookmark, and so comes to no room again, where it does
     * not find a list.
     */
    static boolean areAskedForByTheirOwner(Asker asker, String node) {
        return asker.isService() && node.equals(NODE);
    }

    /** Keeps the payloads in step with the items. */
    static void follow(SequencedMap<String, Bytes> bookmarks, PubsubEvent event) {
        switch (event) {
            case PubsubEvent.Published(var node, var item) when node.equals(NODE) -> {
                bookmarks.remove(item.id());
                bookmarks.putLast(item.id(), item.payload());
            }
            case PubsubEvent.Removed(var node, var id) when node.equals(NODE) ->
                    bookmarks.remove(id);
            case PubsubEvent.Purged(var node) when node.equals(NODE) -> bookmarks.clear();
            case PubsubEvent.Deleted(var node) when node.equals(NODE) -> bookmarks.clear();
            default -> {} // other nodes, and what changes no item
        }
    }

    /** Whether that concerns the old node. */
    static boolean isOld(Ask ask) {
        return switch (ask) {
            case Ask.Publish publish -> publish.node().equals(OLD_NODE);
            case Ask.Items items -> items.node().equals(OLD_NODE);
            case Ask.Retract retract -> retract.node().equals(OLD_NODE);
            case Ask.Purge purge -> purge.node().equals(OLD_NODE);
            case Ask.Delete delete -> delete.node().equals(OLD_NODE);
            case Ask.Create create -> OLD_NODE.equals(create.node());
            case Ask.GetConfig get -> get.node().equals(OLD_NODE);
            case Ask.SetConfig set -> set.node().equals(OLD_NODE);
            case Ask.GetBookmarks get -> true;
            case Ask.SetBookmarks set -> true;
            case Ask.GetDefault d -> false;
            case Ask.Subscribe s -> false;
            case Ask.Unsubscribe u -> false;
            case Ask.GetOptions g -> false;
            case Ask.SetOptions s -> false;
            case Ask.GetDefaultOptions g -> false;
            case Ask.Associate a -> false;
            case Ask.Dissociate d -> false;
            case Ask.OwnSubscriptions s -> false;
            case Ask.OwnAffiliations a -> false;
            case Ask.GetSubscriptions s -> false;
            case Ask.SetSubscriptions s -> false;
            case Ask.GetAffiliations a -> false;
            case Ask.SetAffiliations a -> false;
            case Ask.NodeInfo i -> false;
            case Ask.ListNodes l -> false;
        };
    }

    /** What concerns the old node, or the element in private XML. */
    static Decision<PubsubEvent, PubsubEffect> decide(
            PubsubState state, PubsubCommand.Asked asked, Turn turn) {
        if (!asked.asker().isService()) {
            return Draft.refuse(
                    asked, asked.ask() instanceof Ask.Items ? Errors.NO_NODE : Errors.FORBIDDEN);
        }
        return switch (asked.ask()) {
            case Ask.GetBookmarks get -> Draft.answer(asked, element(state.bookmarks()));
            case Ask.SetBookmarks(var storage) -> replace(state, asked, storage, turn);
            case Ask.Publish publish -> publish(state, asked, publish, turn);
            case Ask.Items items -> items(state, asked, items);
            case Ask.GetConfig get ->
                    Draft.answer(
                            asked,
                            Elements.owner(
                                    Elements.owners("configure", OLD_NODE)
                                            .child(
                                                    OLD_CONFIG
                                                            .toForm(ServiceKind.PERSONAL)
                                                            .toElement())
                                            .build()));
            case Ask.SetConfig(var node, var form) ->
                    form.type() == DataForm.Type.CANCEL
                                    || OLD_CONFIG.meets(form, ServiceKind.PERSONAL)
                            ? Draft.answer(asked)
                            : Draft.refuse(asked, A_VIEW);
            case Ask.Create create -> Draft.refuse(asked, Condition.CONFLICT.error());
            default -> Draft.refuse(asked, A_VIEW);
        };
    }

    private static Decision<PubsubEvent, PubsubEffect> items(
            PubsubState state, PubsubCommand.Asked asked, Ask.Items ask) {
        if (state.bookmarks().isEmpty()) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Element.Builder found = Elements.of("items", OLD_NODE);
        if (ask.ids().isEmpty() || ask.ids().contains(CURRENT)) {
            found.child(
                    Elements.of("item", null)
                            .attribute("id", CURRENT)
                            .child(element(state.bookmarks()))
                            .build());
        }
        return Draft.answer(asked, Elements.pubsub(found.build()));
    }

    private static Decision<PubsubEvent, PubsubEffect> publish(
            PubsubState state, PubsubCommand.Asked asked, Ask.Publish ask, Turn turn) {
        if (ask.options() != null && !OLD_CONFIG.meets(ask.options(), ServiceKind.PERSONAL)) {
            return Draft.refuse(asked, Errors.PRECONDITION_NOT_MET);
        }
        Element storage = ask.payload();
        if (storage == null || !storage.is(Conferences.STORAGE)) {
            return Draft.refuse(
                    asked, storage == null ? Errors.PAYLOAD_REQUIRED : Errors.INVALID_PAYLOAD);
        }
        return replace(
                state,
                asked,
                storage,
                turn,
                Elements.pubsub(
                        Elements.of("publish", OLD_NODE)
                                .child(Elements.of("item", null).attribute("id", CURRENT).build())
                                .build()));
    }

    /** Section 6.2: what is not otherwise than before is neither stored nor told. */
    private static Decision<PubsubEvent, PubsubEffect> replace(
            PubsubState state,
            PubsubCommand.Asked asked,
            Element storage,
            Turn turn,
            Element... result) {
        Map<String, Element> wanted = Conferences.read(storage);
        if (wanted == null) {
            return Draft.refuse(
                    asked, Condition.NOT_ACCEPTABLE.error("A bookmark is for a room's address."));
        }
        Draft draft = new Draft(asked);
        PubsubState.Kept kept = state.find(NODE);
        Node node = kept == null ? null : kept.node();
        if (node == null) {
            StanzaError refusal = Creating.refusal(state, NODE, state.address(), turn.limits());
            if (refusal != null) {
                return Draft.refuse(asked, refusal);
            }
            node = Node.created(state.address(), NODE, NodeConfig.PRIVATE, turn.now());
            draft.record(new PubsubEvent.Created(node));
        }
        List<StoredItem> changed = changed(state, asked, wanted, turn);
        StanzaError refusal = refusal(state, node, wanted.size(), changed, turn.limits());
        if (refusal != null) {
            return Draft.refuse(asked, refusal);
        }
        for (String id : state.bookmarks().keySet()) {
            if (!wanted.containsKey(id)) {
                draft.record(new PubsubEvent.Removed(NODE, id));
                draft.say(new PubsubEffect.Tell(node, Events.retract(NODE, id)));
            }
        }
        for (StoredItem item : changed) {
            draft.record(new PubsubEvent.Published(NODE, item));
            draft.say(new PubsubEffect.Publish(node, item));
        }
        if (changed.isEmpty() && !wanted.keySet().containsAll(state.bookmarks().keySet())) {
            draft.say(new PubsubEffect.Show(node, lastOf(kept, wanted), null));
        }
        return draft.result(result);
    }

    private static @Nullable LastItem lastOf(
            PubsubState.@Nullable Kept kept, Map<String, Element> wanted) {
        ItemEntry last = null;
        if (kept != null) {
            for (ItemEntry item : kept.items().inOrder()) {
                last = wanted.containsKey(item.id()) ? item : last;
            }
        }
        return LastItem.of(last);
    }

    private static List<StoredItem> changed(
            PubsubState state, PubsubCommand.Asked asked, Map<String, Element> wanted, Turn turn) {
        List<StoredItem> changed = new ArrayList<>();
        long number = state.nextNumber();
        for (Map.Entry<String, Element> one : wanted.entrySet()) {
            Bytes before = state.bookmarks().get(one.getKey());
            Element old = before == null ? null : StoredXml.read(before);
            Element conference = Conferences.merged(old, one.getValue());
            if (!conference.equals(old)) {
                changed.add(
                        new StoredItem(
                                one.getKey(),
                                number,
                                asked.asker().address(),
                                turn.now(),
                                StoredXml.write(conference)));
                number++;
            }
        }
        return changed;
    }

    private static @Nullable StanzaError refusal(
            PubsubState state, Node node, int count, List<StoredItem> changed, Limits limits) {
        long bytes = state.shareOf(state.address()).bytes();
        for (StoredItem item : changed) {
            bytes += item.payload().length();
            if (Creating.isTooLong(item.id(), limits)) {
                return Creating.TOO_LONG;
            }
        }
        boolean tooMany =
                count > node.get(NodeConfig.MAX_ITEMS) || !node.get(NodeConfig.PERSIST_ITEMS);
        return tooMany || bytes > limits.bytesEach() ? Errors.FULL : null;
    }

    private static boolean isOfBookmarks(PubsubEvent event) {
        return switch (event) {
            case PubsubEvent.Published(var node, var item) -> node.equals(NODE);
            case PubsubEvent.Removed(var node, var id) -> node.equals(NODE);
            case PubsubEvent.Purged(var node) -> node.equals(NODE);
            case PubsubEvent.Deleted(var node) -> node.equals(NODE);
            default -> false; // changes no item
        };
    }

    /** Has the old node told, when bookmarks have changed. */
    static Decision<PubsubEvent, PubsubEffect> withView(
            PubsubState state, Decision<PubsubEvent, PubsubEffect> decision, Instant now) {
        if (decision.events().stream().noneMatch(Bookmarks::isOfBookmarks)) {
            return decision;
        }
        SequencedMap<String, Bytes> after = new LinkedHashMap<>(state.bookmarks());
        for (PubsubEvent event : decision.events()) {
            follow(after, event);
        }
        if (after.equals(state.bookmarks())) {
            return decision;
        }
        Node old = Node.created(state.address(), OLD_NODE, OLD_CONFIG, now);
        Element event = Events.item(old, CURRENT, state.address(), StoredXml.write(element(after)));
        return decision.then(List.of(new PubsubEffect.Tell(old, event)));
    }

    /** All bookmarks as XEP-0048 has them. */
    private static Element element(SequencedMap<String, Bytes> bookmarks) {
        Map<String, Element> conferences = new LinkedHashMap<>();
        bookmarks.forEach((room, payload) -> conferences.put(room, StoredXml.read(payload)));
        return Conferences.storage(conferences);
    }

    /**
     * What an account kept in private XML before there were nodes, as a node; null when it kept no
     * bookmarks there.
     *
     * @param storage the element of private XML
     */
    static PubsubEvent.@Nullable Imported imported(
            Node node, Element storage, long firstNumber, Instant now) {
        Map<String, Element> found = Conferences.read(storage);
        if (found == null || found.isEmpty()) {
            return null;
        }
        List<StoredItem> items = new ArrayList<>();
        found.forEach(
                (room, conference) ->
                        items.add(
                                new StoredItem(
                                        room,
                                        firstNumber + items.size(),
                                        node.service(),
                                        now,
                                        StoredXml.write(conference))));
        return new PubsubEvent.Imported(node, items, Conferences.rest(storage));
    }
}
