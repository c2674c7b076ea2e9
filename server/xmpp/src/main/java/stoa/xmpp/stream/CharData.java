package stoa.xmpp.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads attribute values and character data: UTF-8, references, line ends (XML 1.0 section 2.11)
 * and white space (section 3.3.3). Plain ASCII, which most of it is, is copied in one step.
 */
final class CharData {
    private static final char[] NOTHING = {};

    private final Scan scan;
    private char[] chars = NOTHING;
    private int count;
    private int referenced;

    /** What the last successful call read. */
    String value = "";

    CharData(Scan scan) {
        this.scan = scan;
    }

    /**
     * An attribute's value from behind its opening quote; returns the index behind the closing one.
     */
    int attribute(byte[] b, int start, int end, byte quote) {
        int i = start;
        while (i < end) {
            byte c = b[i];
            if (c < 0 || !XmlChars.PLAIN_IN_ATTRIBUTE[c]) {
                if (c == quote) {
                    value = ascii(b, start, i);
                    return i + 1;
                }
                if (c != '\'' && c != '"') {
                    return decodeAttribute(b, start, i, end, quote);
                }
            }
            i++;
        }
        return Scan.INCOMPLETE;
    }

    private int decodeAttribute(byte[] b, int start, int from, int end, byte quote) {
        begin(b, start, from);
        int i = from;
        while (i < end) {
            byte c = b[i];
            if (c == quote) {
                value = new String(chars, 0, count);
                return i + 1;
            }
            if (c == '<') {
                return scan.malformed("'<' in an attribute");
            }
            if (c == '\r' || c == '\n' || c == '\t') {
                if (c == '\r' && i + 1 < end && b[i + 1] == '\n') {
                    i++;
                }
                i++;
                append(' ');
            } else {
                i = character(b, i, end);
                if (i < 0) {
                    return i;
                }
            }
        }
        return Scan.INCOMPLETE;
    }

    /** Character data up to the next '<'; returns the index of that. */
    int text(byte[] b, int start, int end) {
        int i = start;
        while (i < end) {
            byte c = b[i];
            if (c < 0 || !XmlChars.PLAIN_IN_TEXT[c]) {
                if (c == '<') {
                    value = ascii(b, start, i);
                    return i;
                }
                return decodeText(b, start, i, end);
            }
            i++;
        }
        return Scan.INCOMPLETE;
    }

    private int decodeText(byte[] b, int start, int from, int end) {
        begin(b, start, from);
        int i = from;
        while (i < end) {
            byte c = b[i];
            if (c == '<') {
                value = new String(chars, 0, count);
                return i;
            }
            if (c == '>' && i - start >= 2 && b[i - 1] == ']' && b[i - 2] == ']') {
                return scan.malformed("']]>' outside a CDATA section");
            }
            i = c == '\r' ? lineEnd(b, i, end) : character(b, i, end);
            if (i < 0) {
                return i;
            }
        }
        return Scan.INCOMPLETE;
    }

    /** A CDATA section from behind its opening mark; returns the index behind the closing one. */
    int cdata(byte[] b, int start, int end) {
        begin(b, start, start);
        int i = start;
        while (i < end) {
            byte c = b[i];
            if (c == '>' && i - start >= 2 && b[i - 1] == ']' && b[i - 2] == ']') {
                value = new String(chars, 0, count - 2);
                return i + 1;
            }
            if (c == '&') {
                append('&');
                i++;
            } else {
                i = c == '\r' ? lineEnd(b, i, end) : character(b, i, end);
                if (i < 0) {
                    return i;
                }
            }
        }
        return Scan.INCOMPLETE;
    }

    /** Lets go of the buffer. */
    void release() {
        chars = NOTHING;
        value = "";
    }

    private int lineEnd(byte[] b, int i, int end) {
        append('\n');
        return i + 1 < end && b[i + 1] == '\n' ? i + 2 : i + 1;
    }

    /** Appends the character or reference at i and returns the index behind it. */
    private int character(byte[] b, int i, int end) {
        byte c = b[i];
        if (c == '&') {
            int next = reference(b, i + 1, end);
            if (next > 0) {
                appendCodePoint(referenced);
            }
            return next;
        }
        if (c >= 0) {
            if (c < 0x20 && c != '\t' && c != '\n') {
                return scan.malformed("a control character");
            }
            append((char) c);
            return i + 1;
        }
        int length = XmlChars.sequenceLength(c);
        if (length == 0) {
            return scan.notUtf8();
        }
        if (i + length > end) {
            return XmlChars.mayContinue(b, i, end) ? Scan.INCOMPLETE : scan.notUtf8();
        }
        int codePoint = XmlChars.decode(b, i, length);
        if (codePoint < 0) {
            return scan.notUtf8();
        }
        if (!XmlChars.isChar(codePoint)) {
            return scan.malformed("a character XML does not allow");
        }
        appendCodePoint(codePoint);
        return i + length;
    }

    /** A reference from behind its '&'; the character goes to {@link #referenced}. */
    private int reference(byte[] b, int start, int end) {
        if (start >= end) {
            return Scan.INCOMPLETE;
        }
        if (b[start] == '#') {
            return characterReference(b, start + 1, end);
        }
        int i = start;
        while (i < end && b[i] > 0 && XmlChars.isAsciiName(b[i])) {
            i++;
        }
        if (i == end) {
            return Scan.INCOMPLETE;
        }
        if (b[i] >= 0 && (b[i] != ';' || i == start)) {
            return scan.malformed("'&' without a reference");
        }
        String name = b[i] == ';' ? ascii(b, start, i) : "";
        referenced =
                switch (name) {
                    case "amp" -> '&';
                    case "lt" -> '<';
                    case "gt" -> '>';
                    case "apos" -> '\'';
                    case "quot" -> '"';
                    default -> -1;
                };
        return referenced < 0
                ? scan.fail(
                        StreamError.Condition.RESTRICTED_XML, "an entity that is not predefined")
                : i + 1;
    }

    private int characterReference(byte[] b, int start, int end) {
        int i = start;
        int base = 10;
        if (i < end && b[i] == 'x') {
            base = 16;
            i++;
        }
        int firstDigit = i;
        int value = 0;
        while (i < end && b[i] != ';') {
            int digit = b[i] < 0 ? -1 : Character.digit(b[i], base);
            value = value * base + digit;
            if (digit < 0 || value > 0x10FFFF) {
                return scan.malformed("a bad character reference");
            }
            i++;
        }
        if (i >= end) {
            return Scan.INCOMPLETE;
        }
        if (i == firstDigit || !XmlChars.isChar(value)) {
            return scan.malformed("a bad character reference");
        }
        referenced = value;
        return i + 1;
    }

    /** Starts a value with ASCII bytes that stand for themselves. */
    private void begin(byte[] b, int from, int to) {
        count = 0;
        int n = to - from;
        if (chars.length < n + 32) {
            chars = new char[Math.max(128, n + (n >> 1) + 32)];
        }
        for (int i = from; i < to; i++) {
            chars[count++] = (char) b[i];
        }
    }

    private void append(char c) {
        if (count == chars.length) {
            chars = Arrays.copyOf(chars, count * 2);
        }
        chars[count++] = c;
    }

    private void appendCodePoint(int codePoint) {
        if (codePoint < 0x10000) {
            append((char) codePoint);
        } else {
            append(Character.highSurrogate(codePoint));
            append(Character.lowSurrogate(codePoint));
        }
    }

    static String ascii(byte[] b, int from, int to) {
        return from == to ? "" : new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
