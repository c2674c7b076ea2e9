package stoa.pubsub.node;

/**
 * How much one service keeps.
 *
 * @param nodes of the service; one more is refused with {@code policy-violation} and {@code
 *     max-nodes-exceeded}
 * @param nodesEach that one creator may have made, refused likewise
 * @param items of one node: what {@code max_items} "max" stands for; a greater number is refused
 * @param itemsEach of all nodes of one creator together; more is {@code resource-constraint}
 * @param payloadBytes of one item as XML; more is {@code payload-too-big}
 * @param bytesEach of all items of one creator's nodes together; more is {@code
 *     resource-constraint}
 * @param idBytes of a node's name or an item's id, in UTF-8; more is {@code not-acceptable}
 * @param listed affiliations, and subscriptions, of one node
 * @param subscriptionsEach of one account to one node; more is {@code too-many-subscriptions}
 * @param pageItems items in one answer; the rest is for the next page
 * @param pageBytes payload bytes in one answer, but for its first item
 */
public record Limits(
        int nodes,
        int nodesEach,
        int items,
        int itemsEach,
        int payloadBytes,
        long bytesEach,
        int idBytes,
        int listed,
        int subscriptionsEach,
        int pageItems,
        long pageBytes) {
    static final int SHARED_ITEMS = 1_000;

    /** An account's: it has made all its nodes. */
    public static final Limits DEFAULTS =
            new Limits(
                    250,
                    250,
                    10_000,
                    100_000,
                    192 * 1024,
                    10L << 20,
                    2048,
                    1_000,
                    20,
                    2_000,
                    1L << 20);

    /** A service's that many share: it holds as much for each as an account does. */
    public static final Limits SHARED = DEFAULTS.withNodes(10_000);

    private Limits withNodes(int changed) {
        return new Limits(
                changed,
                nodesEach,
                items,
                itemsEach,
                payloadBytes,
                bytesEach,
                idBytes,
                listed,
                subscriptionsEach,
                pageItems,
                pageBytes);
    }
}
