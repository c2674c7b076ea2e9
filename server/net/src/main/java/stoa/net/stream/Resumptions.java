package stoa.net.stream;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * The sessions that may be resumed, by the id their client was told (XEP-0198 section 5), and for
 * some that are over what they had handled, so that their clients need not send it again. Safe on
 * any thread.
 */
final class Resumptions {
    /** How many ended sessions are remembered; the oldest are forgotten first. */
    private static final int REMEMBERED = 10_000;

    private static final int ID_BYTES = 18;

    private record Ended(BareJid account, long handled) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, Ended> ended = new LinkedHashMap<>();

    /** Keeps the session under a new, unguessable id. */
    String add(ClientSession session) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(id, session);
        return id;
    }

    /** The session of that id, if it is the account's. */
    @Nullable ClientSession find(String id, BareJid account) {
        ClientSession session = sessions.get(id);
        return session != null && session.account().equals(account) ? session : null;
    }

    /** All sessions that may be resumed. */
    Collection<ClientSession> sessions() {
        return sessions.values();
    }

    /** The session is over, after handling so many stanzas. */
    void remove(String id, BareJid account, long handled) {
        if (sessions.remove(id) == null) {
            return;
        }
        synchronized (ended) {
            ended.put(id, new Ended(account, handled));
            if (ended.size() > REMEMBERED) {
                ended.remove(ended.keySet().iterator().next());
            }
        }
    }

    /** What an ended session of the account had handled, or null when that is not known. */
    @Nullable Long handledBy(String id, BareJid account) {
        synchronized (ended) {
            Ended session = ended.get(id);
            return session != null && session.account.equals(account) ? session.handled : null;
        }
    }
}
