package stoa.xmpp.stream;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one tag into plain arrays, without changing anything else: what it says is acted upon only
 * when the tag is complete.
 */
final class TagReader {
    private static final int FEW = 6;
    private static final @Nullable String[] NOTHING = {};
    private static final int STRIDE = 3;

    private final Scan scan;
    private final CharData data;
    private @Nullable String[] attributes = NOTHING;

    /** The last name read: prefix (empty for none) and local name. */
    String prefix = "";

    String local = "";

    /** The element's name once a start tag is read. */
    String elementPrefix = "";

    String elementLocal = "";

    /** How many attributes the last tag has, namespace declarations included. */
    int count;

    /** True when the last start tag was an empty element's. */
    boolean empty;

    TagReader(Scan scan, CharData data) {
        this.scan = scan;
        this.data = data;
    }

    String attributePrefix(int i) {
        return Objects.requireNonNull(attributes[i * STRIDE]);
    }

    String attributeLocal(int i) {
        return Objects.requireNonNull(attributes[i * STRIDE + 1]);
    }

    String attributeValue(int i) {
        return Objects.requireNonNull(attributes[i * STRIDE + 2]);
    }

    /** A start or empty-element tag from behind its '<'; returns the index behind its '>'. */
    int startTag(byte[] b, int start, int end, ParserLimits limits) {
        int i = name(b, start, end, limits.nameBytes());
        if (i < 0) {
            return i;
        }
        elementPrefix = prefix;
        elementLocal = local;
        i = attributes(b, i, end, limits);
        if (i < 0) {
            return i;
        }
        empty = b[i] == '/';
        if (!empty) {
            return b[i] == '>' ? i + 1 : scan.malformed("a bad tag");
        }
        if (i + 1 >= end) {
            return Scan.INCOMPLETE;
        }
        return b[i + 1] == '>' ? i + 2 : scan.malformed("a bad tag");
    }

    /** An end tag from behind its {@code </}; the name is in {@link #prefix} and {@link #local}. */
    int endTag(byte[] b, int start, int end, ParserLimits limits) {
        int i = name(b, start, end, limits.nameBytes());
        if (i < 0) {
            return i;
        }
        i = skipSpace(b, i, end);
        if (i >= end) {
            return Scan.INCOMPLETE;
        }
        return b[i] == '>' ? i + 1 : scan.malformed("a bad end tag");
    }

    /**
     * The attributes behind a name; returns the index of the first byte that is neither white space
     * nor part of an attribute.
     */
    int attributes(byte[] b, int start, int end, ParserLimits limits) {
        count = 0;
        int most = limits.attributes() + limits.namespaceDeclarations();
        int i = start;
        while (true) {
            int before = i;
            i = skipSpace(b, i, end);
            if (i >= end) {
                return Scan.INCOMPLETE;
            }
            byte c = b[i];
            if (c == '>' || c == '/' || c == '?') {
                return i;
            }
            if (before == i) {
                return scan.malformed("no space before an attribute");
            }
            if (count == most) {
                return scan.fail(StreamError.Condition.POLICY_VIOLATION, "too many attributes");
            }
            i = attribute(b, i, end, limits.nameBytes());
            if (i < 0) {
                return i;
            }
        }
    }

    private int attribute(byte[] b, int start, int end, int nameBytes) {
        int i = name(b, start, end, nameBytes);
        if (i < 0) {
            return i;
        }
        i = skipSpace(b, i, end);
        if (i >= end) {
            return Scan.INCOMPLETE;
        }
        if (b[i] != '=') {
            return scan.malformed("an attribute without '='");
        }
        i = skipSpace(b, i + 1, end);
        if (i >= end) {
            return Scan.INCOMPLETE;
        }
        byte quote = b[i];
        if (quote != '\'' && quote != '"') {
            return scan.malformed("an attribute without quotes");
        }
        i = data.attribute(b, i + 1, end, quote);
        if (i >= 0) {
            int at = count++ * STRIDE;
            if (at == attributes.length) {
                attributes = Arrays.copyOf(attributes, Math.max(FEW * STRIDE, at * 2));
            }
            attributes[at] = prefix;
            attributes[at + 1] = local;
            attributes[at + 2] = data.value;
        }
        return i;
    }

    /** A qualified name (Namespaces in XML 1.0, section 4); returns the index behind it. */
    private int name(byte[] b, int start, int end, int nameBytes) {
        int colon = -1;
        int hash = 0;
        int prefixHash = 0;
        int from = start;
        int i = start;
        for (; i < end; i++) {
            byte c = b[i];
            if (c < 0) {
                return foreignName(b, start, end, nameBytes);
            }
            if (XmlChars.isAsciiName(c)) {
                hash = hash * 31 + c;
            } else if (c == ':') {
                if (colon >= 0) {
                    return scan.malformed("a name with two colons");
                }
                colon = i;
                prefixHash = hash;
                hash = 0;
                from = i + 1;
            } else {
                break;
            }
            if (i - from >= nameBytes) {
                return tooLong();
            }
        }
        if (i >= end) {
            return Scan.INCOMPLETE;
        }
        if (from == i
                || !XmlChars.isNameStart(b[from])
                || colon == start
                || !XmlChars.isNameStart(b[start])) {
            return scan.malformed("a bad name");
        }
        prefix = colon < 0 ? "" : KnownNames.get(b, start, colon, prefixHash);
        local = KnownNames.get(b, from, i, hash);
        return i;
    }

    /** A name with characters beyond ASCII. */
    private int foreignName(byte[] b, int start, int end, int nameBytes) {
        StringBuilder part = new StringBuilder();
        String before = null;
        int from = start;
        int i = start;
        while (i < end) {
            int length = XmlChars.sequenceLength(b[i]);
            if (length == 0) {
                return scan.notUtf8();
            }
            if (i + length > end) {
                return XmlChars.mayContinue(b, i, end) ? Scan.INCOMPLETE : scan.notUtf8();
            }
            int c = XmlChars.decode(b, i, length);
            if (c < 0) {
                return scan.notUtf8();
            }
            if (c == ':') {
                if (before != null || part.isEmpty()) {
                    return scan.malformed("a bad name");
                }
                before = part.toString();
                part.setLength(0);
                from = i + 1;
            } else if (part.isEmpty() ? XmlChars.isNameStart(c) : XmlChars.isName(c)) {
                part.appendCodePoint(c);
            } else if (c < 128 && !part.isEmpty()) {
                prefix = before == null ? "" : before;
                local = part.toString();
                return i;
            } else {
                return scan.malformed("a bad name");
            }
            i += length;
            if (i - from > nameBytes) {
                return tooLong();
            }
        }
        return Scan.INCOMPLETE;
    }

    /** Lets go of what the last tags said, and of what large ones made the buffer grow to. */
    void release() {
        if (attributes.length > FEW * STRIDE) {
            attributes = NOTHING;
        } else {
            Arrays.fill(attributes, null);
        }
        prefix = "";
        local = "";
        elementPrefix = "";
        elementLocal = "";
    }

    private int tooLong() {
        return scan.fail(StreamError.Condition.POLICY_VIOLATION, "a name that is too long");
    }

    private static int skipSpace(byte[] b, int start, int end) {
        int i = start;
        while (i < end && XmlChars.isSpace(b[i])) {
            i++;
        }
        return i;
    }
}
