package stoa.store.room;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * A room without its lists.
 *
 * @param config the configuration: values by field name, as the room module writes them
 * @param configVersion the layout of the configuration, raised when a field changes its meaning
 * @param createdAt stored in milliseconds
 */
public record Room(
        BareJid address,
        Map<String, List<String>> config,
        int configVersion,
        @Nullable RoomSubject subject,
        Instant createdAt) {
    public Room {
        Map<String, List<String>> copy = new TreeMap<>();
        config.forEach((field, values) -> copy.put(field, List.copyOf(values)));
        config = Collections.unmodifiableMap(copy);
    }
}
