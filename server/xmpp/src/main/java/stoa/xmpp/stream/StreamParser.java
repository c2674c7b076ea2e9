package stoa.xmpp.stream;

import java.nio.ByteBuffer;

/**
 * The parser of one XMPP stream, fed as the bytes arrive and in any fragments (RFC 6120 section 4
 * and 11.4). It understands the XML that XMPP allows and nothing else: DTDs, comments, processing
 * instructions and entities of the sender's own are {@code restricted-xml}, an XML declaration is
 * taken at the very start only, and bytes that are not UTF-8 are {@code unsupported-encoding}.
 *
 * <p>Bound by {@link ParserLimits}: the bytes are counted as they are fed, so what is too long is
 * refused when it passes its limit and not at its end. Between stanzas the parser holds the
 * stream's namespace declarations and nothing else (a few hundred bytes); inside one it holds at
 * most the stanza. Nothing is shared between parsers that a peer could fill.
 *
 * <p>Confined to the thread that feeds it. A stream restart (after STARTTLS or SASL, RFC 6120
 * section 4.3.3) takes a new parser.
 */
public final class StreamParser {
    private final XmlEngine engine;

    /** Whether white space is dropped, until something else comes. */
    private boolean skipping;

    public StreamParser(ParserLimits limits, StreamListener listener) {
        this(limits, listener, false);
    }

    private StreamParser(ParserLimits limits, StreamListener listener, boolean skipping) {
        this.engine = new XmlEngine(true, limits, listener);
        this.skipping = skipping;
    }

    /**
     * The parser of a stream that follows another one on its connection. White space before it is
     * still the former stream's (RFC 6120 section 4.6.1): clients end their lines behind the
     * element that has the stream restarted, and it may come after the restart.
     */
    public static StreamParser following(ParserLimits limits, StreamListener listener) {
        return new StreamParser(limits, listener, true);
    }

    /**
     * Reads bytes; the array is not kept.
     *
     * @return how many of the bytes were consumed: all of them, unless the stream ended, failed or
     *     was stopped in their midst
     */
    public int feed(byte[] bytes, int offset, int length) {
        int space = 0;
        while (skipping && space < length) {
            skipping = XmlChars.isSpace(bytes[offset + space]);
            space += skipping ? 1 : 0;
        }
        return space + engine.feed(bytes, offset + space, length - space);
    }

    /** Reads the buffer's remaining bytes and moves its position over what was consumed. */
    public int feed(ByteBuffer buffer) {
        int length = buffer.remaining();
        int consumed;
        if (buffer.hasArray()) {
            consumed = feed(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
        } else {
            byte[] copy = new byte[length];
            buffer.get(buffer.position(), copy);
            consumed = feed(copy, 0, length);
        }
        buffer.position(buffer.position() + consumed);
        return consumed;
    }

    /**
     * Consumes nothing from now on, not even the rest of the bytes being fed. For the listener that
     * starts TLS or restarts the stream: what a peer (or somebody between) sent in plaintext behind
     * {@code <starttls/>} must not be read as if it had come through TLS.
     */
    public void stop() {
        engine.stop();
    }

    /** New limits, at once; meant to be called between stanzas (from the listener, say). */
    public void limits(ParserLimits limits) {
        engine.limits(limits);
    }

    /** True between two stanzas, when no byte of the next one has been seen. */
    public boolean atStanzaBoundary() {
        return engine.atStanzaBoundary();
    }

    /** True after the end of the stream, a failure or {@link #stop}. */
    public boolean isDone() {
        return engine.isDone();
    }
}
