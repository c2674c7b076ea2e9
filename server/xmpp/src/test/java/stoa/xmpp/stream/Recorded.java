package stoa.xmpp.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/** A listener that keeps what it hears, with a parser to feed. */
final class Recorded implements StreamListener {
    static final String OPEN =
            "<?xml version='1.0'?><stream:stream to='example.org' version='1.0' xml:lang='en'"
                    + " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    final List<Element> elements = new ArrayList<>();
    final StreamParser parser;
    @Nullable StreamHeader header;
    @Nullable StreamError error;
    boolean closed;

    Recorded(ParserLimits limits) {
        parser = new StreamParser(limits, this);
    }

    /** A parser that has been fed all of this. */
    static Recorded of(String xml) {
        return of(ParserLimits.DEFAULTS, xml);
    }

    static Recorded of(ParserLimits limits, String xml) {
        Recorded recorded = new Recorded(limits);
        recorded.feed(xml);
        return recorded;
    }

    /** A parser inside a stream, fed this. */
    static Recorded inStream(String xml) {
        return of(OPEN + xml);
    }

    int feed(String xml) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        return parser.feed(bytes, 0, bytes.length);
    }

    /** Feeds the bytes in pieces of 1 to {@code most}. */
    void feedFragments(byte[] bytes, int most, Random random) {
        int at = 0;
        while (at < bytes.length) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(most));
            byte[] piece = new byte[n + 3];
            System.arraycopy(bytes, at, piece, 1, n);
            parser.feed(piece, 1, n);
            at += n;
        }
    }

    /** The only element so far. */
    Element element() {
        if (elements.size() != 1) {
            throw new AssertionError("expected one element: " + elements + ", " + error);
        }
        return elements.getFirst();
    }

    StreamError.@Nullable Condition condition() {
        return error == null ? null : error.condition();
    }

    @Override
    public void streamOpened(StreamHeader opened) {
        header = opened;
    }

    @Override
    public void element(Element element) {
        elements.add(element);
    }

    @Override
    public void streamClosed() {
        closed = true;
    }

    @Override
    public void failed(StreamError failure) {
        error = failure;
    }
}
