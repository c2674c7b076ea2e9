package stoa.conformance.clients;

import static stoa.conformance.wire.Connection.PATIENCE;

import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** The colleague's side of a room (XEP-0045), by the suite's own client. */
final class Rooms {
    private static final String MUC = "http://jabber.org/protocol/muc";

    private Rooms() {}

    /** Joins a new room and accepts the configuration it comes with. */
    static void create(Session session, String room, String nick) {
        session.send(
                "<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        session.inbox()
                .need(
                        "self-presence in a new room",
                        one ->
                                one.name().equals("presence")
                                        && one.children()
                                                .flatMap(Element::children)
                                                .anyMatch(
                                                        child ->
                                                                "201"
                                                                        .equals(
                                                                                child.attribute(
                                                                                        "code"))),
                        PATIENCE);
        configure(
                session,
                room,
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                        + MUC
                        + "#roomconfig</value></field>"
                        + "<field var='muc#roomconfig_publicroom'><value>1</value></field></x>");
    }

    static void destroy(Session session, String room) {
        configure(session, room, "<destroy/>");
    }

    private static void configure(Session session, String room, String payload) {
        var answer =
                session.ask(
                        "set", room, "<query xmlns='" + MUC + "#owner'>" + payload + "</query>");
        if (!"result".equals(answer.attribute("type"))) {
            throw new AssertionError("the room's owner is refused: " + answer);
        }
    }

    static void says(Session session, String room, String body) {
        session.send(
                "<message type='groupchat' to='"
                        + room
                        + "'><body>"
                        + Element.escape(body)
                        + "</body></message>");
    }

    static void hears(Session session, String occupant, String body) {
        session.inbox()
                .need(
                        occupant + " saying " + body,
                        one ->
                                "groupchat".equals(one.attribute("type"))
                                        && occupant.equals(one.attribute("from"))
                                        && one.child("body")
                                                .map(Element::text)
                                                .orElse("")
                                                .equals(body),
                        PATIENCE);
    }
}
