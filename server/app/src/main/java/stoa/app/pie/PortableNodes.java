package stoa.app.pie;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.pubsub.avatar.Picture;
import stoa.pubsub.bookmarks.Conferences;
import stoa.pubsub.node.AccessModel;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.ServiceKind;
import stoa.pubsub.service.Bookmarks;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.NodeAffiliationSaved;
import stoa.store.pubsub.NodeDeleted;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.StoredSubscription;
import stoa.store.pubsub.SubscriptionSaved;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * The nodes of an account that are read from a file (XEP-0227 section 4.10), within the limits that
 * hold for nodes here. A configuration's value that is none here is told and its default taken, but
 * for the access model: a node that nobody can tell who may read is the owner's alone.
 */
final class PortableNodes {
    private static final Limits LIMITS = Limits.DEFAULTS;
    private static final String MAX_ITEMS = NodeConfig.MAX_ITEMS.name();

    /** Nodes that are private by their standards, when no configuration says so. */
    private static final Set<String> PRIVATE = Set.of(Bookmarks.NODE, "urn:xmpp:mds:displayed:0");

    private record Item(Jid publisher, Bytes payload) {}

    /** A node as far as it was read. */
    private static final class Draft {
        NodeConfig config;
        final Map<Jid, NodeAffiliation> affiliations = new LinkedHashMap<>();
        final List<StoredSubscription> subscriptions = new ArrayList<>();
        final Map<String, Item> items = new LinkedHashMap<>();

        Draft(String name) {
            config = PRIVATE.contains(name) ? NodeConfig.PRIVATE : NodeConfig.DEFAULTS;
        }
    }

    private final BareJid account;
    private final LeftOut leftOut;
    private final Map<String, Draft> nodes = new LinkedHashMap<>();
    private final Map<String, Element> olderBookmarks = new LinkedHashMap<>();
    private long itemCount;

    PortableNodes(BareJid account, LeftOut leftOut) {
        this.account = account;
        this.leftOut = leftOut;
    }

    private @Nullable Draft draft(@Nullable String name) {
        if (name == null || isTooLong(name)) {
            leftOut.say("a node without a name that can be used");
            return null;
        }
        Draft known = nodes.get(name);
        if (known == null && nodes.size() >= LIMITS.nodes()) {
            leftOut.say("node " + name + ": there are too many");
            return null;
        }
        return nodes.computeIfAbsent(name, Draft::new);
    }

    private static boolean isTooLong(String text) {
        return text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > LIMITS.idBytes();
    }

    /** Takes in what an owner says of nodes: configurations, affiliations, subscriptions. */
    void owner(Element pubsub) {
        for (Element part : pubsub.elements().toList()) {
            String name = part.attribute("node");
            if (Bookmarks.OLD_NODE.equals(name)) {
                continue; // a view of another node, not a node of its own
            }
            Draft node = draft(name);
            if (node != null) {
                switch (part.name()) {
                    case "configure" -> configure(node, String.valueOf(name), part);
                    case "affiliations" -> affiliate(node, part);
                    case "subscriptions" -> subscribe(node, part);
                    default -> leftOut.say("what is said of node " + name + ": it is not known");
                }
            }
        }
    }

    private void configure(Draft node, String name, Element configure) {
        DataForm form = DataForm.in(configure);
        if (form == null) {
            return;
        }
        for (FormField field : form.fields()) {
            if (field.values().isEmpty()) {
                continue; // nothing is said
            }
            NodeConfig with =
                    node.config.with(
                            new DataForm(form.type(), null, null, List.of(field)),
                            ServiceKind.PERSONAL);
            if (with != null) {
                node.config = with;
            } else if (NodeConfig.ACCESS_MODEL.name().equals(field.name())) {
                node.config = node.config.with(NodeConfig.ACCESS_MODEL, AccessModel.WHITELIST);
                leftOut.say("the access model of node " + name + ": only its owner may read it");
            } else if (MAX_ITEMS.equals(field.name())) {
                node.config = node.config.with(NodeConfig.MAX_ITEMS, LIMITS.items());
            } else {
                leftOut.say("field " + field.name() + " of node " + name);
            }
        }
    }

    private void affiliate(Draft node, Element affiliations) {
        for (Element one : affiliations.elements().toList()) {
            Jid who = address(one.attribute("jid"));
            NodeAffiliation affiliation = affiliation(one.attribute("affiliation"));
            if (who == null || affiliation == null) {
                leftOut.say("an affiliation that cannot be used");
            } else if (!who.bare().equals(account) && affiliation != NodeAffiliation.NONE) {
                if (node.affiliations.size() < LIMITS.listed()) {
                    node.affiliations.put(who.bare(), affiliation);
                } else {
                    leftOut.say("affiliation of " + who + ": there are too many");
                }
            }
        }
    }

    private static @Nullable NodeAffiliation affiliation(@Nullable String text) {
        for (NodeAffiliation one : NodeAffiliation.values()) {
            if (word(one).equals(text)) {
                return one;
            }
        }
        return null;
    }

    /** As it stands on the wire. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void subscribe(Draft node, Element subscriptions) {
        for (Element one : subscriptions.elements().toList()) {
            Jid who = address(one.attribute("jid"));
            String state = one.attribute("subscription");
            if (who == null || "unconfigured".equals(state)) {
                leftOut.say("a subscription that cannot be used");
            } else if (!"none".equals(state) && node.subscriptions.size() < LIMITS.listed()) {
                node.subscriptions.add(
                        new StoredSubscription(
                                who,
                                "",
                                "pending".equals(state)
                                        ? SubscriptionState.PENDING
                                        : SubscriptionState.SUBSCRIBED,
                                Map.of()));
            }
        }
    }

    private static @Nullable Jid address(@Nullable String text) {
        try {
            return text == null ? null : Jid.parse(text);
        } catch (InvalidJidException e) {
            return null;
        }
    }

    /** Takes items in. */
    void items(Element pubsub) {
        for (Element items : pubsub.elements().toList()) {
            String name = items.attribute("node");
            if (!items.is("items", Pie.PUBSUB)) {
                leftOut.say("what is published in " + name + ": it is not known");
            } else if (Bookmarks.OLD_NODE.equals(name)) {
                items.elements()
                        .map(Element::firstChild)
                        .forEach(payload -> olderBookmarks(payload));
            } else {
                Draft node = draft(name);
                if (node != null) {
                    items.elements().forEach(item -> item(node, String.valueOf(name), item));
                }
            }
        }
    }

    private void item(Draft node, String name, Element item) {
        String id = item.attribute("id");
        Element payload = item.firstChild();
        Bytes stored = payload == null ? Bytes.EMPTY : StoredXml.write(payload);
        if (id == null || isTooLong(id)) {
            leftOut.say("an item of node " + name + ": without an id that can be used");
        } else if (stored.length() > LIMITS.payloadBytes()) {
            leftOut.say("an item of node " + name + ": larger than is kept here");
        } else {
            Jid publisher = address(item.attribute("publisher"));
            node.items.remove(id);
            node.items.put(id, new Item(publisher == null ? account : publisher, stored));
        }
    }

    /**
     * Bookmarks in the form of XEP-0048: those for rooms that no item is for become items, as for
     * clients.
     *
     * @return what is no bookmarked room; null when there is nothing
     */
    @Nullable Element olderBookmarks(@Nullable Element storage) {
        if (storage == null || !storage.is(Conferences.STORAGE)) {
            return null;
        }
        Map<String, Element> found = Conferences.read(storage);
        if (found == null) {
            leftOut.say("bookmarks: one is for no room's address");
            return null;
        }
        found.forEach(olderBookmarks::putIfAbsent);
        Element rest = Conferences.rest(storage);
        return rest.firstChild() == null ? null : rest;
    }

    /** Whether the file says what avatar there is. */
    boolean hasAvatar() {
        Draft metadata = nodes.get(Picture.METADATA);
        return metadata != null && !metadata.items.isEmpty();
    }

    /** A vCard's picture becomes the avatar (XEP-0398); false when it is larger than is kept. */
    boolean avatar(Picture picture) {
        Bytes data = StoredXml.write(picture.toData());
        if (data.length() > LIMITS.payloadBytes()) {
            return false;
        }
        Draft pictures = draft(Picture.DATA);
        Draft metadata = draft(Picture.METADATA);
        if (pictures == null || metadata == null) {
            return false;
        }
        pictures.items.put(picture.id(), new Item(account, data));
        metadata.items.put(picture.id(), new Item(account, StoredXml.write(picture.toMetadata())));
        return true;
    }

    private void bookmarks() {
        if (olderBookmarks.isEmpty()) {
            return;
        }
        Draft node = draft(Bookmarks.NODE);
        if (node != null) {
            olderBookmarks.forEach(
                    (room, conference) ->
                            node.items.putIfAbsent(
                                    room, new Item(account, StoredXml.write(conference))));
        }
    }

    /**
     * What is to be written; call once, when all was read.
     *
     * @param before the account's nodes, of which those of the same name are replaced
     */
    List<Change> changes(List<LoadedNode> before, Instant now) {
        bookmarks();
        List<Change> changes = new ArrayList<>();
        Map<String, LoadedNode> had = new HashMap<>();
        long number = 0;
        for (LoadedNode node : before) {
            had.put(node.node().name(), node);
            for (ItemEntry item : node.items()) {
                number = Math.max(number, item.number());
            }
        }
        long bytes = 0;
        long count = had.keySet().stream().filter(name -> !nodes.containsKey(name)).count();
        for (Map.Entry<String, Draft> one : nodes.entrySet()) {
            String name = one.getKey();
            Draft draft = one.getValue();
            if (had.containsKey(name)) {
                changes.add(new NodeDeleted(account, name));
            }
            count++;
            if (count > LIMITS.nodes()) {
                leftOut.say("node " + name + ": there are too many");
                continue;
            }
            changes.add(new NodeSaved(Node.created(account, name, draft.config, now).toStored()));
            draft.affiliations.forEach(
                    (who, affiliation) ->
                            changes.add(new NodeAffiliationSaved(account, name, who, affiliation)));
            draft.subscriptions.forEach(
                    subscription ->
                            changes.add(new SubscriptionSaved(account, name, subscription)));
            for (Map.Entry<String, Item> item : kept(name, draft)) {
                bytes += item.getValue().payload().length();
                if (bytes > LIMITS.bytesEach()) {
                    leftOut.say("items of node " + name + ": the account keeps as much as it may");
                    break;
                }
                number++;
                itemCount++;
                changes.add(
                        new ItemSaved(
                                account,
                                name,
                                new StoredItem(
                                        item.getKey(),
                                        number,
                                        item.getValue().publisher(),
                                        now,
                                        item.getValue().payload())));
            }
        }
        return changes;
    }

    /** The newest items, as many as the node keeps. */
    private List<Map.Entry<String, Item>> kept(String name, Draft draft) {
        List<Map.Entry<String, Item>> all = new ArrayList<>(draft.items.entrySet());
        int most =
                draft.config.get(NodeConfig.PERSIST_ITEMS)
                        ? draft.config.get(NodeConfig.MAX_ITEMS)
                        : 0;
        if (all.size() > most) {
            leftOut.say(
                    (all.size() - most) + " older items of node " + name + ": it keeps " + most);
            return all.subList(all.size() - most, all.size());
        }
        return all;
    }

    long nodeCount() {
        return nodes.size();
    }

    /** Known when {@link #changes} was asked for. */
    long itemCount() {
        return itemCount;
    }
}
