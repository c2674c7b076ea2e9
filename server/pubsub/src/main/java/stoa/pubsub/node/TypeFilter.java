package stoa.pubsub.node;

import java.util.Set;

/**
 * Which nodes are listed, by their {@code pubsub#type}: XEP-0462.
 *
 * @param included whether nodes of these types are listed, or all others
 * @param types an empty one is that of a node that has none
 */
public record TypeFilter(boolean included, Set<String> types) {
    /** The feature, the element's namespace and its form's type. */
    public static final String NS = "urn:xmpp:pubsub-filter:0";

    /** All nodes: nothing is asked for. */
    public static final TypeFilter NONE = new TypeFilter(false, Set.of());

    public TypeFilter {
        types = Set.copyOf(types);
    }

    /** Whether the node is listed. */
    public boolean lists(Node node) {
        return types.contains(node.get(NodeConfig.TYPE)) == included;
    }
}
