package stoa.net.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.EncodedStanza;

/** What a session could not deliver, as stanzas again. */
final class Undelivered {
    /** What we encoded ourselves may be larger than what clients may send. */
    private static final ParserLimits OWN = ParserLimits.DEFAULTS.withStanzaBytes(16 << 20);

    private final List<Stanza> stanzas = new ArrayList<>();

    void add(Outgoing outgoing) {
        Stanza stanza = outgoing.stanza();
        if (stanza == null && outgoing.encoded() != null && outgoing.to() != null) {
            stanza = read(outgoing.encoded(), outgoing.to().toString());
        }
        if (stanza != null) {
            stanzas.add(stanza);
        }
    }

    private static @Nullable Stanza read(EncodedStanza encoded, String to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encoded.writeFrameTo(bytes::write, EncodedStanza.address(to));
        return new FrameParser(OWN).parse(bytes.toByteArray()) instanceof FrameParser.Parsed parsed
                        && StanzaCodec.read(parsed.element()) instanceof StanzaCodec.Good good
                ? good.stanza()
                : null;
    }

    List<Stanza> stanzas() {
        return stanzas;
    }
}
