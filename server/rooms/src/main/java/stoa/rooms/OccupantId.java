package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** The occupant id in messages and presence, XEP-0421 section 4. */
final class OccupantId {
    private OccupantId() {}

    static Element element(Occupant occupant) {
        return element(occupant.id());
    }

    static Element element(String id) {
        return Element.of("occupant-id", Muc.OCCUPANT_ID).attribute("id", id).build();
    }

    /** The id that the room has put into what an occupant said, or null. */
    static @Nullable String in(Message said) {
        Element id = said.payload("occupant-id", Muc.OCCUPANT_ID);
        return id == null ? null : id.attribute("id");
    }
}
