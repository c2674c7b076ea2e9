package stoa.net.bosh;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;

/**
 * The newest responses, for requests that are sent again because their response was lost (XEP-0124
 * section 14.3). Bounded. Confined to its session.
 */
final class Responses {
    /** A response that may be needed again. */
    record Sent(long rid, @Nullable String key, Bytes body, long atMs) {
        /** Whether it answers that request. */
        boolean answers(long otherRid, @Nullable String otherKey) {
            return rid == otherRid && Objects.equals(key, otherKey);
        }
    }

    private final int most;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>(2);

    /**
     * @param most responses to keep
     */
    Responses(int most) {
        this.most = most;
    }

    void add(Sent response) {
        sent.add(response);
        if (sent.size() > most) {
            sent.remove();
        }
    }

    /** The client has those up to that request ID. */
    void acknowledged(long rid) {
        while (!sent.isEmpty() && sent.getFirst().rid() <= rid) {
            sent.remove();
        }
    }

    /** The response to that very request, or null when it is not kept. */
    @Nullable Sent to(long rid, @Nullable String key) {
        for (Sent response : sent) {
            if (response.answers(rid, key)) {
                return response;
            }
        }
        return null;
    }

    /** The response to a request of that ID, whatever its key, or null when it is not kept. */
    @Nullable Sent at(long rid) {
        for (Sent response : sent) {
            if (response.rid() == rid) {
                return response;
            }
        }
        return null;
    }
}
