package stoa.conformance.durability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stoa.conformance.durability.Ledger.Line;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Inbox;
import stoa.conformance.wire.Session;

/** An archive read to its end by MAM (XEP-0313), oldest first. */
record History(String archive, List<Entry> entries) {
    private static final String MAM = "urn:xmpp:mam:2";
    private static final int PAGE = 200;

    record Entry(String id, Line line) {}

    /** One page, and whether there is no further one. */
    record Page(List<Entry> entries, boolean complete) {}

    /** The archive of {@code room}, or the session's own if it is empty. */
    static History read(Session session, String room) {
        var entries = new ArrayList<Entry>();
        String after = "";
        for (int i = 0; ; i++) {
            String id = "history-" + i;
            session.send(query(id, room, after));
            var fin =
                    session.inbox()
                            .need(
                                    "the end of a page",
                                    one ->
                                            one.name().equals("iq")
                                                    && id.equals(one.attribute("id")),
                                    Duration.ofSeconds(60));
            var page = page(session.inbox(), fin);
            entries.addAll(page.entries());
            if (page.complete()) {
                String own = session.jid().substring(0, session.jid().indexOf('/'));
                return new History(room.isEmpty() ? own : room, entries);
            }
            after = entries.getLast().id();
        }
    }

    /** Asks for the page after that id; from the beginning if it is empty. */
    static String query(String id, String room, String after) {
        return "<iq type='set' id='"
                + id
                + "'"
                + (room.isEmpty() ? "" : " to='" + room + "'")
                + "><query xmlns='"
                + MAM
                + "'><set xmlns='http://jabber.org/protocol/rsm'><max>"
                + PAGE
                + "</max>"
                + (after.isEmpty() ? "" : "<after>" + Element.escape(after) + "</after>")
                + "</set></query></iq>";
    }

    /** What has come before that answer. */
    static Page page(Inbox inbox, Element answer) {
        var entries = new ArrayList<Entry>();
        for (var next = result(inbox); next.isPresent(); next = result(inbox)) {
            entries.add(entry(next.get()));
        }
        var fin =
                answer.child("fin", MAM)
                        .orElseThrow(() -> new AssertionError("no history: " + answer));
        return new Page(entries, "true".equals(fin.attribute("complete")));
    }

    private static Optional<Element> result(Inbox inbox) {
        return inbox.take(History::isResult, 0, Duration.ZERO).map(Inbox.Numbered::element);
    }

    static boolean isResult(Element element) {
        return element.child("result", MAM).isPresent();
    }

    private static Entry entry(Element message) {
        var result = message.child("result", MAM).orElseThrow();
        String body =
                result.child("forwarded")
                        .flatMap(forwarded -> forwarded.child("message"))
                        .flatMap(original -> original.child("body"))
                        .orElseThrow(() -> new AssertionError("no message in " + message))
                        .text();
        return new Entry(result.need("id"), Line.parse(body));
    }
}
