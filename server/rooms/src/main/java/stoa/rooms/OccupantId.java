package stoa.rooms;

import stoa.xmpp.xml.Element;

/** The occupant id in messages and presence, XEP-0421 section 4. */
final class OccupantId {
    private OccupantId() {}

    static Element element(Occupant occupant) {
        return Element.of("occupant-id", Muc.OCCUPANT_ID).attribute("id", occupant.id()).build();
    }
}
