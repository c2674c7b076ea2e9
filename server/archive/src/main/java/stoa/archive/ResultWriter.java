package stoa.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * Writes a row as the message that carries it (XEP-0313 section 4.2), from the stored bytes.
 * Confined to one answer.
 */
final class ResultWriter {
    /** How every stored stanza starts; its default namespace is declared where it is spliced in. */
    private static final byte[] MESSAGE = "<message".getBytes(StandardCharsets.US_ASCII);

    private final Jid from;
    private final @Nullable String queryId;
    private final XmlWriter writer = new XmlWriter(1024);

    ResultWriter(Jid from, @Nullable String queryId) {
        this.from = from;
        this.queryId = queryId;
    }

    EncodedStanza write(ArchiveRow row) {
        byte[] stored = row.stanza().array();
        for (int i = 0; i < MESSAGE.length; i++) {
            if (stored[i] != MESSAGE[i]) {
                throw new IllegalStateException("a stored stanza that is no message");
            }
        }
        byte[] rest = new byte[stored.length - MESSAGE.length];
        System.arraycopy(stored, MESSAGE.length, rest, 0, rest.length);
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
        writer.raw("/><message").attribute("xmlns", Stanza.CLIENT).raw(rest);
        writer.raw("</forwarded></result></message>");
        return EncodedStanza.of("message", Stanza.CLIENT, writer.toBytes());
    }
}
