package stoa.rooms;

import stoa.core.route.RequestNames;
import stoa.xmpp.xml.Name;

/** Names of the namespaces a room speaks. */
final class Muc {
    static final String MUC = "http://jabber.org/protocol/muc";
    static final String USER = "http://jabber.org/protocol/muc#user";
    static final String ADMIN = "http://jabber.org/protocol/muc#admin";
    static final String OWNER = "http://jabber.org/protocol/muc#owner";
    static final String CONFIG = "http://jabber.org/protocol/muc#roomconfig";
    static final String INFO = "http://jabber.org/protocol/muc#roominfo";
    static final String MENTIONS = "urn:xmpp:mentions:0";
    static final String REQUEST = "http://jabber.org/protocol/muc#request";
    static final String REGISTER = "http://jabber.org/protocol/muc#register";
    static final String TRAFFIC = "http://jabber.org/protocol/muc#traffic";
    static final String STABLE_ID = "http://jabber.org/protocol/muc#stable_id";
    static final String SELF_PING = "http://jabber.org/protocol/muc#self-ping-optimization";
    static final String RETRACT = "urn:xmpp:message-retract:1";
    static final String TOMBSTONE = "urn:xmpp:message-retract:1#tombstone";
    static final String MODERATE = "urn:xmpp:message-moderate:1";
    static final String CORRECT = "urn:xmpp:message-correct:0";
    static final String AFFILIATIONS = "urn:xmpp:muc:affiliations:1";
    static final String RAI = "urn:xmpp:rai:0";
    static final String HATS = "urn:xmpp:hats:0";
    static final String COMMANDS = "http://jabber.org/protocol/commands";
    static final String RESERVED_NICK = "x-roomuser-item";

    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    static final String RSM = "http://jabber.org/protocol/rsm";
    static final String PING = "urn:xmpp:ping";
    static final String VCARD = "vcard-temp";
    static final String REGISTRATION = "jabber:iq:register";
    static final String CONFERENCE = "jabber:x:conference";
    static final String DELAY = "urn:xmpp:delay";
    static final String STANZA_ID = "urn:xmpp:sid:0";
    static final String OCCUPANT_ID = "urn:xmpp:occupant-id:0";
    static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    /** The element by which a client asks to come in, section 7.2.1. */
    static final Name JOIN = new Name(MUC, "x");

    /** What a room and the service of rooms are asked. */
    static final RequestNames REQUESTS =
            RequestNames.of(
                    Name.of(DISCO_INFO, "query"),
                    Name.of(DISCO_ITEMS, "query"),
                    Name.of(ADMIN, "query"),
                    Name.of(OWNER, "query"),
                    Name.of(REGISTRATION, "query"),
                    Name.of(MENTIONS, "query"),
                    Name.of(PING, "ping"),
                    Name.of(VCARD, "vCard"),
                    Name.of(COMMANDS, "command"),
                    Name.of(MODERATE, "moderate"),
                    Name.of(ChannelSearch.SEARCH, "search"));

    private Muc() {}
}
