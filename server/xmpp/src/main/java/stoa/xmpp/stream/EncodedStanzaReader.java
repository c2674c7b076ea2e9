package stoa.xmpp.stream;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.xml.EncodedStanza;

/** Reads what was encoded for many as the stanza that one of them gets. Any thread. */
public final class EncodedStanzaReader {
    /** What we encoded ourselves may be larger than what clients may send. */
    private static final ParserLimits OWN = ParserLimits.DEFAULTS.withStanzaBytes(16 << 20);

    private EncodedStanzaReader() {}

    /** With that {@code to}; null when it is no stanza. */
    public static @Nullable Stanza read(EncodedStanza encoded, String to) {
        byte[] frame = encoded.toFrame(EncodedStanza.address(to));
        return new FrameParser(OWN).parse(frame) instanceof FrameParser.Parsed parsed
                        && StanzaCodec.read(parsed.element()) instanceof StanzaCodec.Good good
                ? good.stanza()
                : null;
    }
}
