package stoa.conformance.clients;

import static stoa.conformance.wire.Connection.PATIENCE;

import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/**
 * Presence as the colleague tells it and sees it (RFC 6121, section 4.7), by the suite's own
 * client.
 */
final class Statuses {
    private Statuses() {}

    /** Says "I am like this", such as {@code dnd}, and why. */
    static void shows(Session session, String show, String status) {
        session.send(
                "<presence><show>"
                        + show
                        + "</show><status>"
                        + Element.escape(status)
                        + "</status></presence>");
    }

    /** Waits until one of that account's devices is like this, for that reason. */
    static void sees(Session session, String account, String show, String status) {
        session.inbox()
                .need(
                        account + " being " + show + ", " + status,
                        one ->
                                isOf(one, account)
                                        && one.attribute("type") == null
                                        && text(one, "show").equals(show)
                                        && text(one, "status").equals(status),
                        PATIENCE);
    }

    /** Waits until one of that account's devices is here; returns its address. */
    static String seesComing(Session session, String account) {
        return session.inbox()
                .need(
                        account + " being here",
                        one -> isOf(one, account) && one.attribute("type") == null,
                        PATIENCE)
                .need("from");
    }

    /** Waits until one of that account's devices has gone. */
    static void seesLeaving(Session session, String account) {
        session.inbox()
                .need(
                        account + " leaving",
                        one -> isOf(one, account) && "unavailable".equals(one.attribute("type")),
                        PATIENCE);
    }

    private static boolean isOf(Element one, String account) {
        String from = one.attribute("from");
        return one.name().equals("presence") && from != null && from.startsWith(account + "/");
    }

    private static String text(Element presence, String child) {
        return presence.child(child).map(Element::text).orElse("");
    }
}
