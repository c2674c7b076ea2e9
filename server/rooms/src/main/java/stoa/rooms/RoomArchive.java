package stoa.rooms;

import java.util.List;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;

/**
 * Answers questions of a room's archive (XEP-0313), once the room has said that the asker may ask.
 * What the archive sends comes from the room's address. Any thread; only hands over.
 */
public interface RoomArchive {
    /** The namespaces of the questions it answers; an IQ with a payload of one goes to it. */
    List<String> namespaces();

    /** What a room advertises for it. */
    List<String> features();

    /** Answers the request, now or later. */
    void answer(BareJid room, Iq request);
}
