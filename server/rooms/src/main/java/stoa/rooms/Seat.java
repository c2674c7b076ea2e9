package stoa.rooms;

import java.util.List;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.xml.Element;

/**
 * One session present in a room. Several sessions of one account may share a nick (section 7.2.6);
 * each has a seat.
 *
 * @param number unique in the room while it is loaded; names the seat in the ids of relayed IQs
 * @param address the session's real address
 * @param presence what the session last said of itself, without anything only the room may say
 */
record Seat(long number, FullJid address, List<Element> presence) {
    Seat {
        presence = List.copyOf(presence);
    }

    Seat showing(List<Element> newPresence) {
        return new Seat(number, address, newPresence);
    }
}
