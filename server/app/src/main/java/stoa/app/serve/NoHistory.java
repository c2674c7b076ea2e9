package stoa.app.serve;

import java.util.List;
import stoa.rooms.RoomArchive;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;

/** With {@code archive.enabled=false} rooms offer no history. */
record NoHistory() implements RoomArchive {
    @Override
    public List<String> namespaces() {
        return List.of();
    }

    @Override
    public List<String> features() {
        return List.of();
    }

    @Override
    public void answer(BareJid room, Iq request) {
        throw new IllegalStateException("no namespace, no question");
    }
}
