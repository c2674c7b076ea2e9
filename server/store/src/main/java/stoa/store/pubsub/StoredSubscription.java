package stoa.store.pubsub;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stoa.xmpp.jid.Jid;

/**
 * A subscription to a node, XEP-0060 section 4.2: known by its address and id together.
 *
 * @param id empty where an address has one subscription at most
 * @param options values by field name, as the pubsub module writes them; empty: the defaults
 */
public record StoredSubscription(
        Jid subscriber, String id, SubscriptionState state, Map<String, List<String>> options) {
    public StoredSubscription {
        Map<String, List<String>> copy = new TreeMap<>();
        options.forEach((field, values) -> copy.put(field, List.copyOf(values)));
        options = Collections.unmodifiableMap(copy);
    }
}
