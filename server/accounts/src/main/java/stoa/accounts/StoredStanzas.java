package stoa.accounts;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.Bytes;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.XmlWriter;

/** Stanzas as they are stored, and back. Any thread. */
final class StoredStanzas {
    private static final Logger LOG = LoggerFactory.getLogger(StoredStanzas.class);

    /** What was taken in once is within these, with what the server has added. */
    private static final ParserLimits LIMITS =
            ParserLimits.DEFAULTS.withStanzaBytes(16 * 1024 * 1024);

    /** How the archive's bytes start: they stand where the namespace is declared already. */
    private static final byte[] MESSAGE = "<message".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DECLARED =
            "<message xmlns='jabber:client'".getBytes(StandardCharsets.US_ASCII);

    private StoredStanzas() {}

    static Bytes bytes(Stanza stanza) {
        return Bytes.of(XmlWriter.toBytes(stanza.toElement(), ""));
    }

    /** A message of the archive; null (and logged) when it cannot be read. */
    static @Nullable Message message(Bytes stored) {
        byte[] bytes = stored.array();
        byte[] whole = new byte[bytes.length + DECLARED.length - MESSAGE.length];
        System.arraycopy(DECLARED, 0, whole, 0, DECLARED.length);
        System.arraycopy(
                bytes, MESSAGE.length, whole, DECLARED.length, bytes.length - MESSAGE.length);
        return read(Bytes.of(whole)) instanceof Message message ? message : null;
    }

    /** The contact's subscription request that waits for an answer. */
    static Presence request(BareJid owner, RosterItem item) {
        Bytes stored = item.request();
        Presence bare = Presence.of(Presence.Type.SUBSCRIBE, item.contact(), owner);
        return stored != null && read(stored) instanceof Presence request ? request : bare;
    }

    private static @Nullable Stanza read(Bytes stored) {
        FrameParser parser = new FrameParser(LIMITS);
        if (parser.parse(stored.array()) instanceof FrameParser.Parsed(var element)
                && StanzaCodec.read(element) instanceof StanzaCodec.Good(var stanza)) {
            return stanza;
        }
        LOG.error("stored_stanza_unreadable length={}", stored.length());
        return null;
    }
}
