package stoa.pubsub.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;

/**
 * Which nodes are in which collections (XEP-0248 section 4): the nodes say it themselves, and this
 * knows it the other way round. Confined to the entity.
 */
final class NodeGraph {
    private final Map<String, TreeSet<String>> children = new HashMap<>();

    /** A node is as given from now on. */
    void put(@Nullable Node before, Node node) {
        if (before != null) {
            remove(before);
        }
        for (String collection : node.get(NodeConfig.COLLECTION)) {
            children.computeIfAbsent(collection, key -> new TreeSet<>()).add(node.name());
        }
    }

    /** A node is no more; what was in it has to be put elsewhere first. */
    void remove(Node node) {
        for (String collection : node.get(NodeConfig.COLLECTION)) {
            TreeSet<String> within = children.get(collection);
            if (within != null) {
                within.remove(node.name());
                if (within.isEmpty()) {
                    children.remove(collection);
                }
            }
        }
    }

    /** The names of what is directly in a collection, in order. */
    Collection<String> children(String collection) {
        TreeSet<String> within = children.get(collection);
        return within == null ? List.of() : List.copyOf(within);
    }

    void clear() {
        children.clear();
    }
}
