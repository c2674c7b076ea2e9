package stoa.pubsub.node;

/**
 * How much one service keeps.
 *
 * @param nodes of one account; one more is refused with {@code policy-violation} and {@code
 *     max-nodes-exceeded}
 * @param items of one node: what {@code max_items} "max" stands for; a greater number is refused
 * @param payloadBytes of one item as XML; more is {@code payload-too-big}
 * @param serviceBytes of all items of an account together; more is {@code resource-constraint}
 * @param idBytes of a node's name or an item's id, in UTF-8; more is {@code not-acceptable}
 * @param listed affiliations, and subscriptions, of one node
 * @param pageItems items in one answer; the rest is for the next page
 * @param pageBytes payload bytes in one answer, but for its first item
 */
public record Limits(
        int nodes,
        int items,
        int payloadBytes,
        long serviceBytes,
        int idBytes,
        int listed,
        int pageItems,
        long pageBytes) {
    public static final Limits DEFAULTS =
            new Limits(250, 10_000, 192 * 1024, 10L << 20, 2048, 1_000, 2_000, 1L << 20);
}
