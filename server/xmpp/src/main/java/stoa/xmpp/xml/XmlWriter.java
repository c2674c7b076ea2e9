package stoa.xmpp.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Serialises elements to UTF-8 bytes. Knows the default namespace at the place of writing, so that
 * a stanza inside a stream is written without repeating {@code xmlns='jabber:client'}. Confined to
 * one thread; grows as needed; {@link #reset} keeps the buffer.
 */
public final class XmlWriter {
    private byte[] buffer;
    private int length;

    public XmlWriter() {
        this(512);
    }

    public XmlWriter(int initialBytes) {
        buffer = new byte[initialBytes];
    }

    /** The element as XML that declares all its namespaces. */
    public static String toString(Element element) {
        return new String(toBytes(element, ""), StandardCharsets.UTF_8);
    }

    /** The element as UTF-8, to stand where {@code defaultNamespace} is already declared. */
    public static byte[] toBytes(Element element, String defaultNamespace) {
        XmlWriter writer = new XmlWriter();
        writer.element(element, defaultNamespace);
        return writer.toBytes();
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    public int length() {
        return length;
    }

    public void reset() {
        length = 0;
    }

    /** Writes the element with all below it. */
    public XmlWriter element(Element element, String defaultNamespace) {
        startTag(element, defaultNamespace);
        if (element.children().isEmpty()) {
            return raw("/>");
        }
        raw('>');
        String inner = element.prefix().isEmpty() ? element.namespace() : defaultNamespace;
        for (Node child : element.children()) {
            switch (child) {
                case Element e -> element(e, inner);
                case Text t -> text(t.value());
            }
        }
        raw("</");
        qualified(element);
        return raw('>');
    }

    private void startTag(Element element, String defaultNamespace) {
        raw('<');
        qualified(element);
        if (element.prefix().isEmpty()) {
            if (!element.namespace().equals(defaultNamespace)) {
                attribute("xmlns", element.namespace());
            }
        } else {
            attribute("xmlns:" + element.prefix(), element.namespace());
        }
        for (Attribute a : element.attributes()) {
            if (a.namespace().isEmpty()) {
                attribute(a.name(), a.value());
            } else {
                if (!a.prefix().equals("xml") && !a.prefix().equals(element.prefix())) {
                    attribute("xmlns:" + a.prefix(), a.namespace());
                }
                attribute(a.prefix() + ":" + a.name(), a.value());
            }
        }
    }

    private void qualified(Element element) {
        if (!element.prefix().isEmpty()) {
            raw(element.prefix());
            raw(':');
        }
        raw(element.name());
    }

    /** Writes {@code name='value'}, escaped. */
    public XmlWriter attribute(String name, String value) {
        raw(' ');
        raw(name);
        raw("='");
        escaped(value, true);
        return raw('\'');
    }

    /** Writes character data, escaped. */
    public XmlWriter text(String value) {
        escaped(value, false);
        return this;
    }

    /** Writes a string as it is: markup of the caller's own. */
    public XmlWriter raw(String markup) {
        int n = markup.length();
        ensure(n * 3);
        for (int i = 0; i < n; i++) {
            i = encode(markup, i);
        }
        return this;
    }

    public XmlWriter raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private XmlWriter raw(char ascii) {
        ensure(1);
        buffer[length++] = (byte) ascii;
        return this;
    }

    private void escaped(String value, boolean inAttribute) {
        int n = value.length();
        ensure(n * 6);
        for (int i = 0; i < n; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> raw("&lt;");
                case '>' -> raw("&gt;");
                case '&' -> raw("&amp;");
                case '\r' -> raw("&#13;");
                case '\'' -> {
                    if (inAttribute) {
                        raw("&apos;");
                    } else {
                        raw(c);
                    }
                }
                case '\n', '\t' -> {
                    if (inAttribute) {
                        raw(c == '\n' ? "&#10;" : "&#9;");
                    } else {
                        raw(c);
                    }
                }
                default -> {
                    ensure(4);
                    i = encode(value, i);
                }
            }
        }
    }

    /**
     * Encodes the character at i (or the pair that starts there) and returns the index of its last
     * char.
     */
    private int encode(String s, int i) {
        char c = s.charAt(i);
        if (c < 0x80) {
            buffer[length++] = (byte) c;
        } else if (c < 0x800) {
            buffer[length++] = (byte) (0xC0 | (c >> 6));
            buffer[length++] = (byte) (0x80 | (c & 0x3F));
        } else if (Character.isHighSurrogate(c)
                && i + 1 < s.length()
                && Character.isLowSurrogate(s.charAt(i + 1))) {
            int cp = Character.toCodePoint(c, s.charAt(i + 1));
            ensure(4);
            buffer[length++] = (byte) (0xF0 | (cp >> 18));
            buffer[length++] = (byte) (0x80 | ((cp >> 12) & 0x3F));
            buffer[length++] = (byte) (0x80 | ((cp >> 6) & 0x3F));
            buffer[length++] = (byte) (0x80 | (cp & 0x3F));
            return i + 1;
        } else {
            char safe = Character.isSurrogate(c) ? '\uFFFD' : c;
            buffer[length++] = (byte) (0xE0 | (safe >> 12));
            buffer[length++] = (byte) (0x80 | ((safe >> 6) & 0x3F));
            buffer[length++] = (byte) (0x80 | (safe & 0x3F));
        }
        return i;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
