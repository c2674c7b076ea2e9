package stoa.xmpp.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
     * A stanza whose bytes are there already, from the archive say.
     *
     * @param afterTo everything behind the value of {@code to}, its closing apostrophe first, as it
     *     stands where the namespace is the default one
     */
    public static EncodedStanza of(String name, String namespace, byte[] afterTo) {
        XmlWriter writer = new XmlWriter();
        byte[] streamStart = writer.raw("<").raw(name).raw(" to='").toBytes();
        writer.reset();
        writer.raw("<").raw(name).attribute("xmlns", namespace).raw(" to='");
        return new EncodedStanza(streamStart, writer.toBytes(), afterTo);
    }

    /** Whether it is that kind of stanza; an ASCII name. */
    public boolean isNamed(String name) {
        if (streamStart.length != name.length() + "< to='".length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (streamStart[i + 1] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * An attribute of the stanza itself as it is written, so with references for some characters,
     * or null; not {@code to}. An ASCII name. Reads the bytes, for who asks seldom.
     */
    public @Nullable String writtenAttribute(String name) {
        int at = 1; // behind the apostrophe that ends to
        while (at < rest.length && rest[at] == ' ') {
            int nameStart = at + 1;
            int nameEnd = find((byte) '=', nameStart);
            int valueStart = nameEnd + 2;
            int valueEnd = find(rest[nameEnd + 1], valueStart);
            if (isAt(nameStart, nameEnd, name)) {
                return new String(rest, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
            }
            at = valueEnd + 1;
        }
        return null;
    }

    private int find(byte wanted, int from) {
        int at = from;
        while (rest[at] != wanted) {
            at++;
        }
        return at;
    }

    private boolean isAt(int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (rest[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether these characters stand anywhere in it, markup included; ASCII. */
    public boolean mentions(String text) {
        for (int start = 0; start <= rest.length - text.length(); start++) {
            if (rest[start] == text.charAt(0) && isAt(start, start + text.length(), text)) {
                return true;
            }
        }
        return false;
    }

    /** A copy with one more child at the end: the stanza-id of an archive, say. */
    public EncodedStanza withLastChild(byte[] child) {
        int end = endTag();
        boolean selfClosed = end == rest.length - 2;
        byte[] close = selfClosed ? writtenEndTag() : Arrays.copyOfRange(rest, end, rest.length);
        byte[] more = new byte[end + (selfClosed ? 1 : 0) + child.length + close.length];
        System.arraycopy(rest, 0, more, 0, end);
        int at = end;
        if (selfClosed) {
            more[at++] = '>';
        }
        System.arraycopy(child, 0, more, at, child.length);
        System.arraycopy(close, 0, more, at + child.length, close.length);
        return new EncodedStanza(streamStart, frameStart, more);
    }

    private byte[] writtenEndTag() {
        int nameLength = streamStart.length - "< to='".length();
        byte[] close = new byte[nameLength + 3];
        close[0] = '<';
        close[1] = '/';
        System.arraycopy(streamStart, 1, close, 2, nameLength);
        close[close.length - 1] = '>';
        return close;
    }

    /** Where the end tag, or the slash of a childless stanza, begins in {@link #rest}. */
    private int endTag() {
        if (rest[rest.length - 2] == '/') {
            return rest.length - 2;
        }
        int at = rest.length - 2;
        while (rest[at] != '<') {
            at--;
        }
        return at;
    }

    /** The stanza for this recipient ({@link #address}) by itself, its namespace declared. */
    public byte[] toFrame(byte[] to) {
        byte[] frame = new byte[frameLength(to)];
        System.arraycopy(frameStart, 0, frame, 0, frameStart.length);
        System.arraycopy(to, 0, frame, frameStart.length, to.length);
        System.arraycopy(rest, 0, frame, frameStart.length + to.length, rest.length);
        return frame;
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
