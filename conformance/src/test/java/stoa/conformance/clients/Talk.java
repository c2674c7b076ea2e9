package stoa.conformance.clients;

import static stoa.conformance.wire.Connection.PATIENCE;

import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** The colleague's side of a talk between two, by the suite's own client. */
final class Talk {
    private Talk() {}

    static void says(Session session, String to, String body) {
        session.send(
                "<message type='chat' to='"
                        + to
                        + "'><body>"
                        + Element.escape(body)
                        + "</body></message>");
    }

    /** Waits for these words from one of that account's devices; returns its address. */
    static String hears(Session session, String account, String body) {
        return session.inbox()
                .need(
                        account + " saying " + body,
                        one ->
                                one.name().equals("message")
                                        && one.need("from").startsWith(account + "/")
                                        && one.child("body")
                                                .map(Element::text)
                                                .orElse("")
                                                .equals(body),
                        PATIENCE)
                .need("from");
    }
}
