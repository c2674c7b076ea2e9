package stoa.rooms;

import java.util.Objects;
import stoa.core.route.Router;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Stanza;

/** Rooms speak through the router: what goes to occupants is handed to their sessions encoded. */
public final class RouterOutput implements RoomOutput {
    private final Router router;

    public RouterOutput(Router router) {
        this.router = router;
    }

    @Override
    public void send(Stanza stanza) {
        router.route(stanza);
    }

    @Override
    public void send(Copy copy, FullJid to) {
        router.send(copy.encoded(), Objects.requireNonNull(copy.stanza().from()), to);
    }
}
