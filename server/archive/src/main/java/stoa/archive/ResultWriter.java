package stoa.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * Writes a row as the message that carries it (XEP-0313 section 4.2), from the stored bytes, which
 * declare their namespace themselves. Confined to one answer.
 */
final class ResultWriter {
    private final Jid from;
    private final @Nullable String queryId;
    private final XmlWriter writer = new XmlWriter(1024);

    ResultWriter(Jid from, @Nullable String queryId) {
        this.from = from;
        this.queryId = queryId;
    }

    EncodedStanza write(ArchiveRow row) {
        writer.reset();
        writer.raw("'").attribute("from", from.toString());
        writer.raw("><result").attribute("xmlns", Mam.NS);
        if (queryId != null) {
            writer.attribute("queryid", queryId);
        }
        writer.attribute("id", Long.toString(row.id()));
        writer.raw("><forwarded").attribute("xmlns", Mam.FORWARD);
        writer.raw("><delay").attribute("xmlns", Mam.DELAY);
        writer.attribute("stamp", Instant.ofEpochMilli(row.epochMillis()).toString());
        writer.raw("/>").raw(row.stanza().array());
        writer.raw("</forwarded></result></message>");
        return EncodedStanza.of("message", Stanza.CLIENT, writer.toBytes());
    }
}
