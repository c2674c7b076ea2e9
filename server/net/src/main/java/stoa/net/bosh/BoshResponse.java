package stoa.net.bosh;

import stoa.net.stream.StreamReply;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.XmlWriter;

/** Writes the body of one response, XEP-0124 sections 7.2 to 9 and XEP-0206 section 4. */
final class BoshResponse {
    private final BoshSession session;
    private final long rid;
    private final byte[] payloads;

    BoshResponse(BoshSession session, long rid, byte[] payloads) {
        this.session = session;
        this.rid = rid;
        this.payloads = payloads;
    }

    byte[] toBytes() {
        XmlWriter writer = new XmlWriter(payloads.length + 512);
        writer.raw("<body").attribute("xmlns", BoshRequest.NAMESPACE);
        if (payloads.length > 0) {
            writer.attribute("xmlns:stream", StreamError.STREAMS);
        }
        if (!session.isCreated()) {
            creation(writer);
        } else if (session.received() != rid) {
            writer.attribute("ack", Long.toString(session.received()));
        }
        if (session.reported() != BoshRequest.NONE) {
            writer.attribute("report", Long.toString(session.reported()))
                    .attribute("time", Long.toString(session.reportedMs()));
        }
        if (payloads.length == 0) {
            writer.raw("/>");
        } else {
            writer.raw(">").raw(payloads).raw("</body>");
        }
        return writer.toBytes();
    }

    private void creation(XmlWriter writer) {
        BoshTerms terms = session.terms();
        writer.attribute("sid", terms.sid())
                .attribute("wait", Integer.toString(terms.waitSeconds()))
                .attribute("hold", Integer.toString(terms.hold()))
                .attribute("requests", Integer.toString(terms.requests()))
                .attribute("polling", Integer.toString(terms.pollingSeconds()))
                .attribute("inactivity", Integer.toString(terms.inactivitySeconds()))
                .attribute("maxpause", Integer.toString(terms.pauseSeconds()))
                .attribute("ack", Long.toString(rid));
        if (terms.version() != null) {
            writer.attribute("ver", terms.version());
        }
        StreamReply opened = session.wire().opened();
        if (opened != null) {
            writer.attribute("from", opened.from()).attribute("authid", opened.id());
        }
        writer.attribute("xmlns:xmpp", BoshRequest.XBOSH)
                .attribute("xmpp:version", "1.0")
                .attribute("xmpp:restartlogic", "true");
    }
}
