package stoa.conformance.durability;

import java.util.ArrayList;
import java.util.List;
import stoa.conformance.durability.Ledger.Line;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** An archive read to its end by MAM (XEP-0313), oldest first. */
record History(String archive, List<Entry> entries) {
    private static final String MAM = "urn:xmpp:mam:2";
    private static final int PAGE = 200;

    record Entry(String id, Line line) {}

    /** The archive of {@code room}, or the session's own if it is empty. */
    static History read(Session session, String room) {
        return read(session, room, "");
    }

    /** Only what came after that id. */
    static History read(Session session, String room, String after) {
        var entries = new ArrayList<Entry>();
        while (true) {
            String from = after.isEmpty() ? "" : "<after>" + Element.escape(after) + "</after>";
            var fin =
                    session.ask(
                            "set",
                            room,
                            "<query xmlns='"
                                    + MAM
                                    + "'><set xmlns='http://jabber.org/protocol/rsm'><max>"
                                    + PAGE
                                    + "</max>"
                                    + from
                                    + "</set></query>");
            for (var page = session.inbox().take(History::isResult, 0, java.time.Duration.ZERO);
                    page.isPresent();
                    page = session.inbox().take(History::isResult, 0, java.time.Duration.ZERO)) {
                entries.add(entry(page.get().element()));
            }
            var end = fin.child("fin").orElseThrow(() -> new AssertionError("no history: " + fin));
            if ("true".equals(end.attribute("complete"))) {
                return new History(
                        room.isEmpty()
                                ? session.jid().substring(0, session.jid().indexOf('/'))
                                : room,
                        entries);
            }
            after =
                    end.child("set")
                            .flatMap(set -> set.child("last"))
                            .orElseThrow(() -> new AssertionError("no last in " + fin))
                            .text();
        }
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
