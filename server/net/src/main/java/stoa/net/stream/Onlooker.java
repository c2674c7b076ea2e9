package stoa.net.stream;

import stoa.core.hook.SessionLife;
import stoa.core.session.Attention;
import stoa.net.sm.Outgoing;

/**
 * Whether somebody looks at a session, and what of it those hear who tell people in other ways
 * ({@link SessionLife#WAITING}, {@link SessionLife#REACHED}). Confined to the session's loop, but
 * for {@link #attention}.
 */
final class Onlooker {
    private final StreamServer server;
    private final ClientSession session;
    private volatile Attention attention = Attention.CONNECTED;

    Onlooker(StreamServer server, ClientSession session) {
        this.server = server;
        this.session = session;
    }

    /** Any thread. */
    Attention attention() {
        return attention;
    }

    void is(Attention now) {
        boolean again = now.isThere() && !attention.isThere();
        attention = now;
        if (again) {
            server.reached.tell(session);
        }
    }

    /** It waits for a client that has no stream or is inactive. */
    void misses(Outgoing stanza) {
        if (!server.waiting.isEmpty() && stanza.isToTellOf()) {
            server.waiting.tell(new SessionLife.Waiting(session, stanza::read, stanza.archiveId()));
        }
    }
}
