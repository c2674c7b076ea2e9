package stoa.xmpp.xml;

import java.util.Arrays;

/**
 * A stanza encoded once for many recipients, of which each gets the same bytes but for the {@code
 * to} address: a room's message, a contact's presence. What the stanza itself has as {@code to} is
 * left out. Immutable, for any thread.
 *
 * <p>It has two forms that differ in the first bytes only: inside a stream, where the stream's
 * header has declared the default namespace, and alone in a WebSocket frame (RFC 7395 section
 * 3.3.3), where the stanza declares it.
 */
public final class EncodedStanza {
    private final byte[] streamStart;
    private final byte[] frameStart;
    private final byte[] rest;

    private EncodedStanza(byte[] streamStart, byte[] frameStart, byte[] rest) {
        this.streamStart = streamStart;
        this.frameStart = frameStart;
        this.rest = rest;
    }

    /** Encodes a stanza; the streams it goes to have its namespace as their default. */
    public static EncodedStanza of(Element stanza) {
        XmlWriter writer = new XmlWriter();
        writer.raw("<").raw(stanza.name()).raw(" to='");
        byte[] streamStart = writer.toBytes();
        writer.reset();
        writer.raw("<").raw(stanza.name()).attribute("xmlns", stanza.namespace()).raw(" to='");
        byte[] frameStart = writer.toBytes();
        writer.reset();
        writer.raw("'").afterName(stanza, "to");
        return new EncodedStanza(streamStart, frameStart, writer.toBytes());
    }

    /**
     * An address as {@code to} bytes: UTF-8, escaped. Recipients keep it, to not encode it again.
     */
    public static byte[] address(String jid) {
        Utf8Output out = new Utf8Output(jid.length() + 8);
        out.attribute(jid);
        return Arrays.copyOf(out.bytes, out.length);
    }

    /** The bytes in all for this recipient, inside a stream. */
    public int length(byte[] to) {
        return streamStart.length + to.length + rest.length;
    }

    /** Writes the stanza for this recipient ({@link #address}), inside a stream. */
    public void writeTo(ByteSink sink, byte[] to) {
        write(sink, streamStart, to);
    }

    /** The bytes in all for this recipient, as a WebSocket frame. */
    public int frameLength(byte[] to) {
        return frameStart.length + to.length + rest.length;
    }

    /** Writes the stanza for this recipient ({@link #address}), as a WebSocket frame. */
    public void writeFrameTo(ByteSink sink, byte[] to) {
        write(sink, frameStart, to);
    }

    private void write(ByteSink sink, byte[] start, byte[] to) {
        sink.write(start, 0, start.length);
        sink.write(to, 0, to.length);
        sink.write(rest, 0, rest.length);
    }
}
