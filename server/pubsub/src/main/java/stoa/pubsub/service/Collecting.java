package stoa.pubsub.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.SubscriptionType;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Collections, XEP-0248: which nodes are in which. A node says itself what it is in, so that it is
 * put somewhere by its owners only, where the collection's policy lets them; it is taken out by its
 * own owners or the collection's.
 */
final class Collecting {
    private static final String CHILDREN = "pubsub#children";
    private static final StanzaError NO_COLLECTION =
            Condition.ITEM_NOT_FOUND.error("There is no such collection.");

    private Collecting() {}

    /** Section 7.2: the form, with what is in a collection. */
    static DataForm withChildren(PubsubState state, Node node, DataForm form) {
        if (!node.isCollection()) {
            return form;
        }
        List<FormField> fields = new ArrayList<>(form.fields());
        fields.add(
                FormField.many(
                        FormField.Type.TEXT_MULTI,
                        CHILDREN,
                        "Nodes in it",
                        state.children(node.name()).stream().map(Node::name).toList()));
        return new DataForm(form.type(), form.title(), form.instructions(), fields);
    }

    /**
     * Relates a node that is created or configured to others as its configuration and the form say:
     * records what that changes in other nodes, and says what is told of it.
     *
     * @param before null for a node that is created
     * @param form what was submitted, if anything
     * @return why it cannot be, or null
     */
    static @Nullable StanzaError relate(
            PubsubState state,
            @Nullable Node before,
            Node node,
            @Nullable DataForm form,
            Draft draft) {
        if (!state.isShared()) {
            return null;
        }
        if (before != null && before.isCollection() && !node.isCollection()) {
            return Errors.IMPOSSIBLE_HIERARCHY;
        }
        StanzaError refusal = parents(state, before, node, draft);
        FormField given = form == null ? null : form.field(CHILDREN);
        if (refusal != null || given == null) {
            return refusal;
        }
        Set<String> children = new LinkedHashSet<>(given.values());
        children.remove("");
        if (!node.isCollection()) {
            return children.isEmpty() ? null : Errors.IMPOSSIBLE_HIERARCHY;
        }
        return children(state, node, children, draft);
    }

    private static @Nullable StanzaError parents(
            PubsubState state, @Nullable Node before, Node node, Draft draft) {
        List<String> old = before == null ? List.of() : before.get(NodeConfig.COLLECTION);
        for (String name : node.get(NodeConfig.COLLECTION)) {
            if (old.contains(name)) {
                continue;
            }
            PubsubState.Kept collection = state.find(name);
            StanzaError refusal =
                    collection == null
                            ? NO_COLLECTION
                            : mayEnter(state, collection.node(), node, draft.asker());
            if (refusal != null || collection == null) {
                return refusal;
            }
            if (before != null) {
                associated("associate", collection.node(), node, state, draft);
            }
        }
        if (before == null && !node.get(NodeConfig.COLLECTION).isEmpty()) {
            told(state, node, Events.of("create", node.name()), draft);
        }
        for (String name : old) {
            PubsubState.Kept collection = state.find(name);
            if (collection != null && !node.get(NodeConfig.COLLECTION).contains(name)) {
                associated("dissociate", collection.node(), node, state, draft);
            }
        }
        return null;
    }

    private static @Nullable StanzaError mayEnter(
            PubsubState state, Node collection, Node node, Asker asker) {
        if (!collection.isCollection()
                || collection.name().equals(node.name())
                || above(state, collection).contains(node.name())) {
            return Errors.IMPOSSIBLE_HIERARCHY;
        }
        if (!mayAssociate(collection, asker)) {
            return Errors.FORBIDDEN;
        }
        return state.children(collection.name()).size() >= collection.get(NodeConfig.CHILDREN_MAX)
                ? Errors.TOO_MANY_CHILDREN
                : null;
    }

    private static boolean mayAssociate(Node collection, Asker asker) {
        return collection.isOwner(asker.bare())
                || switch (collection.get(NodeConfig.ASSOCIATION_POLICY)) {
                    case ALL -> asker.mayRead(collection);
                    case OWNERS -> false;
                    case WHITELIST ->
                            collection
                                    .get(NodeConfig.ASSOCIATION_WHITELIST)
                                    .contains(asker.bare().toString());
                };
    }

    /** The names of all collections that a node is in, directly and further above. */
    private static Set<String> above(PubsubState state, Node node) {
        Set<String> found = new HashSet<>();
        Deque<Node> next = new ArrayDeque<>(List.of(node));
        while (!next.isEmpty()) {
            for (String name : next.remove().get(NodeConfig.COLLECTION)) {
                PubsubState.Kept collection = state.find(name);
                if (collection != null && found.add(name)) {
                    next.add(collection.node());
                }
            }
        }
        return found;
    }

    /** Exactly these are in the collection from now on. */
    private static @Nullable StanzaError children(
            PubsubState state, Node collection, Set<String> wanted, Draft draft) {
        if (wanted.size() > collection.get(NodeConfig.CHILDREN_MAX)) {
            return Errors.TOO_MANY_CHILDREN;
        }
        Set<String> above = above(state, collection);
        above.add(collection.name());
        Set<String> now = new HashSet<>();
        for (Node child : state.children(collection.name())) {
            now.add(child.name());
            if (!wanted.contains(child.name())) {
                take(state, collection, child, draft);
            }
        }
        for (String name : wanted) {
            if (now.contains(name)) {
                continue;
            }
            PubsubState.Kept child = state.find(name);
            if (above.contains(name)) {
                return Errors.IMPOSSIBLE_HIERARCHY;
            }
            if (child == null) {
                return Errors.NO_NODE;
            }
            if (!draft.asker().owns(child.node())) {
                return Errors.FORBIDDEN;
            }
            if (isFull(child.node())) {
                return Errors.TOO_MANY_CHILDREN;
            }
            put(state, collection, child.node(), draft);
        }
        return null;
    }

    private static boolean isFull(Node child) {
        return child.get(NodeConfig.COLLECTION).size() >= NodeConfig.MOST_COLLECTIONS;
    }

    private static void put(PubsubState state, Node collection, Node child, Draft draft) {
        List<String> parents = new ArrayList<>(child.get(NodeConfig.COLLECTION));
        parents.add(collection.name());
        changed(child, parents, draft);
        associated("associate", collection, child, state, draft);
    }

    private static void take(PubsubState state, Node collection, Node child, Draft draft) {
        List<String> parents = new ArrayList<>(child.get(NodeConfig.COLLECTION));
        parents.remove(collection.name());
        changed(child, parents, draft);
        associated("dissociate", collection, child, state, draft);
    }

    private static void changed(Node child, List<String> parents, Draft draft) {
        draft.record(
                new PubsubEvent.Configured(
                        child.with(child.config().with(NodeConfig.COLLECTION, parents))));
    }

    /**
     * What is in a collection that is deleted stays, and is in one collection less (section 8.2).
     */
    static void orphan(PubsubState state, Node collection, Draft draft) {
        for (Node child : state.children(collection.name())) {
            List<String> parents = new ArrayList<>(child.get(NodeConfig.COLLECTION));
            parents.remove(collection.name());
            changed(child, parents, draft);
        }
    }

    /** Section 7.4. */
    static Decision<PubsubEvent, PubsubEffect> associate(
            PubsubState state, PubsubCommand.Asked asked, Ask.Associate ask) {
        PubsubState.Kept collection = state.find(ask.collection());
        PubsubState.Kept child = state.find(ask.child());
        if (!state.isShared()) {
            return Draft.refuse(asked, Errors.unsupported("collections"));
        }
        if (collection == null || child == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        if (!asked.asker().owns(child.node())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        if (child.node().get(NodeConfig.COLLECTION).contains(ask.collection())) {
            return Draft.answer(asked);
        }
        StanzaError refusal =
                isFull(child.node())
                        ? Errors.TOO_MANY_CHILDREN
                        : mayEnter(state, collection.node(), child.node(), asked.asker());
        if (refusal != null) {
            return Draft.refuse(asked, refusal);
        }
        Draft draft = new Draft(asked);
        put(state, collection.node(), child.node(), draft);
        return draft.result();
    }

    /** Section 7.5. */
    static Decision<PubsubEvent, PubsubEffect> dissociate(
            PubsubState state, PubsubCommand.Asked asked, Ask.Dissociate ask) {
        PubsubState.Kept collection = state.find(ask.collection());
        PubsubState.Kept child = state.find(ask.child());
        if (!state.isShared()) {
            return Draft.refuse(asked, Errors.unsupported("collections"));
        }
        if (collection == null || child == null) {
            return Draft.refuse(asked, Errors.NO_NODE);
        }
        Asker asker = asked.asker();
        if (!asker.owns(child.node()) && !asker.owns(collection.node())) {
            return Draft.refuse(asked, Errors.FORBIDDEN);
        }
        if (!child.node().get(NodeConfig.COLLECTION).contains(ask.collection())) {
            return Draft.refuse(
                    asked, Condition.BAD_REQUEST.error("This node is not in that collection."));
        }
        Draft draft = new Draft(asked);
        take(state, collection.node(), child.node(), draft);
        return draft.result();
    }

    private static void associated(
            String what, Node collection, Node child, PubsubState state, Draft draft) {
        List<PubsubEffect.Way> ways = new ArrayList<>();
        ways.add(new PubsubEffect.Way(collection, 1));
        Relaying.ways(state, collection)
                .forEach(way -> ways.add(new PubsubEffect.Way(way.collection(), way.depth() + 1)));
        draft.say(
                new PubsubEffect.Relay(
                        child,
                        Events.association(what, collection.name(), child.name()),
                        SubscriptionType.NODES,
                        ways));
    }

    private static void told(PubsubState state, Node node, Element event, Draft draft) {
        draft.say(
                new PubsubEffect.Relay(
                        node, event, SubscriptionType.NODES, Relaying.ways(state, node)));
    }
}
