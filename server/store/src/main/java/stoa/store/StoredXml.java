package stoa.store;

import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/** Elements as they are stored, each a document of its own in UTF-8, and back. Any thread. */
public final class StoredXml {
    /** What was taken in once is within these. */
    private static final ParserLimits LIMITS =
            ParserLimits.DEFAULTS.withStanzaBytes(16 * 1024 * 1024);

    private StoredXml() {}

    public static Bytes write(Element element) {
        return Bytes.of(XmlWriter.toBytes(element, ""));
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws StoreException when it cannot be read: the store is damaged
     */
    public static Element read(Bytes stored) {
        if (new FrameParser(LIMITS).parse(stored.array())
                instanceof FrameParser.Parsed(var element)) {
            return element;
        }
        throw new StoreException(StoreException.Problem.CORRUPT, "stored XML cannot be read");
    }
}
