package stoa.store.pubsub;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stoa.xmpp.jid.Jid;

/**
 * A node without its lists.
 *
 * @param service whose node it is: an account, or a service with an address of its own
 * @param config the configuration: values by field name, as the pubsub module writes them
 * @param configVersion the layout of the configuration, raised when a field changes its meaning
 * @param createdAt stored in milliseconds
 */
public record StoredNode(
        Jid service,
        String name,
        Map<String, List<String>> config,
        int configVersion,
        Instant createdAt) {
    public StoredNode {
        Map<String, List<String>> copy = new TreeMap<>();
        config.forEach((field, values) -> copy.put(field, List.copyOf(values)));
        config = Collections.unmodifiableMap(copy);
    }
}
