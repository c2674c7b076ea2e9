package stoa.conformance.clients;

import static stoa.conformance.wire.Connection.PATIENCE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** The colleague's side of a room (XEP-0045), by the suite's own client. */
public final class Rooms {
    private static final String MUC = "http://jabber.org/protocol/muc";

    private Rooms() {}

    /** Joins a new room and accepts the configuration it comes with. */
    public static void create(Session session, String room, String nick) {
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

    /** Joins a room that is there; returns when the own presence has come (section 7.2.3). */
    public static void join(Session session, String room, String nick) {
        session.send(
                "<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        session.inbox()
                .need(
                        "the own presence in the room",
                        one ->
                                one.name().equals("presence")
                                        && (room + "/" + nick).equals(one.attribute("from"))
                                        && !"error".equals(one.attribute("type")),
                        PATIENCE);
    }

    /** From now on whoever enters has to know that password (section 7.2.6). */
    static void lock(Session session, String room, String password) {
        configure(
                session,
                room,
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                        + MUC
                        + "#roomconfig</value></field>"
                        + "<field var='muc#roomconfig_passwordprotectedroom'><value>1</value></field>"
                        + "<field var='muc#roomconfig_roomsecret'><value>"
                        + password
                        + "</value></field></x>");
    }

    public static void destroy(Session session, String room) {
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

    public static void says(Session session, String room, String body) {
        session.send(
                "<message type='groupchat' to='"
                        + room
                        + "'><body>"
                        + Element.escape(body)
                        + "</body></message>");
    }

    public static void hears(Session session, String occupant, String body) {
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

    /** Waits until that occupant is in the room. */
    static void seesComing(Session session, String occupant) {
        sees(session, occupant, null);
    }

    /** Waits until that occupant has left the room. */
    static void seesLeaving(Session session, String occupant) {
        sees(session, occupant, "unavailable");
    }

    private static void sees(Session session, String occupant, @Nullable String type) {
        session.inbox()
                .need(
                        occupant + (type == null ? " coming" : " leaving"),
                        one ->
                                one.name().equals("presence")
                                        && occupant.equals(one.attribute("from"))
                                        && Objects.equals(one.attribute("type"), type),
                        PATIENCE);
    }
}
