package stoa.xmpp.stream;

import java.util.HashMap;
import java.util.Map;
import stoa.xmpp.xml.Element;

/**
 * The parser behind {@link StreamParser} and {@link FrameParser}.
 *
 * <p>It works token by token (a tag, a run of text). A token that lies whole in the bytes being fed
 * is read where it lies. One that goes on behind them is carried: its bytes are kept, later bytes
 * are only searched for its end, and it is read once that is found. So every byte is looked at a
 * fixed number of times however small the fragments are.
 */
final class XmlEngine {
    private enum State {
        START,
        PROLOG,
        CONTENT,
        AFTER_ROOT,
        DONE
    }

    private static final byte[] CDATA = {'<', '!', '[', 'C', 'D', 'A', 'T', 'A', '['};

    private final boolean stream;
    private final StreamListener listener;
    private final Carry carry = new Carry();
    private final Scan scan = new Scan();
    private final CharData data = new CharData(scan);
    private final TagReader tag = new TagReader(scan, data);
    private final Namespaces scope = new Namespaces();
    private final TagResolver names = new TagResolver(scan, scope);
    private final OpenElements open = new OpenElements();

    private ParserLimits limits;
    private State state = State.START;
    private int used;
    private int scopeBase;
    private String rootPrefix = "";

    /**
     * @param stream true when the root is a stream whose children are reported, false when the root
     *     itself is
     */
    XmlEngine(boolean stream, ParserLimits limits, StreamListener listener) {
        this.stream = stream;
        this.limits = limits;
        this.listener = listener;
    }

    void limits(ParserLimits newLimits) {
        limits = newLimits;
    }

    void stop() {
        state = State.DONE;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** True when the root element has ended and only white space came behind it. */
    boolean isRootComplete() {
        return state == State.AFTER_ROOT && carry.isEmpty();
    }

    boolean atStanzaBoundary() {
        return state == State.CONTENT && open.depth() == 0 && carry.isEmpty();
    }

    int feed(byte[] b, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end && state != State.DONE) {
            i = carry.isEmpty() ? direct(b, i, end) : carried(b, i, end);
        }
        if (open.depth() == 0 && carry.isEmpty()) {
            release();
        }
        return i - offset;
    }

    /** Reads tokens where they lie; returns the index up to which bytes are consumed. */
    private int direct(byte[] b, int start, int end) {
        int i = start;
        while (i < end && state != State.DONE) {
            if (open.depth() == 0 && state == State.CONTENT) {
                while (i < end && XmlChars.isSpace(b[i])) {
                    i++; // white space between stanzas counts for nothing (RFC 6120 section 4.6.1)
                }
                if (i == end) {
                    return i;
                }
                used = 0;
            }
            int left = limits.stanzaBytes() - used;
            int cut = end - i > left ? i + left : end;
            int next = token(b, i, cut);
            if (next == Scan.INCOMPLETE) {
                if (cut < end) {
                    return tooLong(i);
                }
                carry.begin(b, i, end);
                return end;
            }
            if (next == Scan.FAILED) {
                refuse();
                return i;
            }
            used += next - i;
            i = next;
        }
        return i;
    }

    /** Goes on with a carried token; returns the index up to which bytes are consumed. */
    private int carried(byte[] b, int start, int end) {
        int tokenEnd = carry.find(b, start, end);
        int upTo = tokenEnd < 0 ? end : tokenEnd;
        if (upTo - start > limits.stanzaBytes() - used - carry.length()) {
            return tooLong(start);
        }
        carry.add(b, start, upTo);
        if (tokenEnd < 0) {
            return end;
        }
        byte[] whole = carry.bytes();
        int next = token(whole, 0, carry.length());
        if (next == Scan.INCOMPLETE) {
            if (!carry.isKnown()) {
                carry.classify();
                return upTo;
            }
            next = scan.malformed("a token that ends too early");
        }
        if (next == Scan.FAILED) {
            refuse();
            return upTo;
        }
        // What ends before the '<' that shows its end leaves that byte for the next token.
        int unread = carry.length() - next;
        used += next;
        carry.clear();
        return upTo - unread;
    }

    private int token(byte[] b, int i, int end) {
        if (i >= end) {
            return Scan.INCOMPLETE;
        }
        if (b[i] != '<') {
            return open.depth() > 0 ? text(b, i, end) : outside(b, i, end);
        }
        if (i + 1 >= end) {
            return Scan.INCOMPLETE;
        }
        return switch (b[i + 1]) {
            case '/' -> endTag(b, i + 2, end);
            case '!' -> markup(b, i, end);
            case '?' -> declaration(b, i, end);
            default -> startTag(b, i + 1, end);
        };
    }

    private int text(byte[] b, int i, int end) {
        int next = data.text(b, i, end);
        if (next >= 0) {
            open.text(data.value);
        }
        return next;
    }

    /** Anything but a tag outside of stanzas: white space is nothing, the rest is refused. */
    private int outside(byte[] b, int start, int end) {
        int i = start;
        while (i < end && XmlChars.isSpace(b[i])) {
            i++;
        }
        if (i > start) {
            if (state == State.START) {
                state = State.PROLOG;
            }
            return i;
        }
        if (state == State.CONTENT) {
            return scan.fail(StreamError.Condition.BAD_FORMAT, "text between stanzas");
        }
        return (b[i] & 0xFF) >= 0xFE
                ? scan.notUtf8() // the byte order marks of UTF-16
                : scan.malformed("text outside the root element");
    }

    private int markup(byte[] b, int i, int end) {
        for (int k = 2; k < CDATA.length; k++) {
            if (i + k >= end) {
                return Scan.INCOMPLETE;
            }
            if (b[i + k] != CDATA[k]) {
                return k == 2
                        ? scan.fail(
                                StreamError.Condition.RESTRICTED_XML, "a comment or declaration")
                        : scan.malformed("a bad CDATA section");
            }
        }
        if (open.depth() == 0) {
            return state == State.CONTENT
                    ? scan.fail(StreamError.Condition.BAD_FORMAT, "text between stanzas")
                    : scan.malformed("text outside the root element");
        }
        int next = data.cdata(b, i + CDATA.length, end);
        if (next >= 0) {
            open.text(data.value);
        }
        return next;
    }

    /** The XML declaration (XML 1.0 section 2.8); every other processing instruction is refused. */
    private int declaration(byte[] b, int i, int end) {
        for (int k = 2; k < 6; k++) {
            if (i + k >= end) {
                return Scan.INCOMPLETE;
            }
            if (k < 5 ? b[i + k] != "<?xml".charAt(k) : !XmlChars.isSpace(b[i + k])) {
                return scan.fail(StreamError.Condition.RESTRICTED_XML, "a processing instruction");
            }
        }
        if (state != State.START) {
            return scan.malformed("an XML declaration that is not at the start");
        }
        int next = tag.attributes(b, i + 5, end, limits);
        if (next < 0) {
            return next;
        }
        if (next + 1 >= end) {
            return Scan.INCOMPLETE;
        }
        if (b[next] != '?' || b[next + 1] != '>' || !XmlDeclaration.isWellFormed(tag)) {
            return scan.malformed("a bad XML declaration");
        }
        if (!XmlDeclaration.isUtf8(tag)) {
            return scan.fail(StreamError.Condition.UNSUPPORTED_ENCODING, "only UTF-8 is supported");
        }
        state = State.PROLOG;
        return next + 2;
    }

    private int startTag(byte[] b, int i, int end) {
        int next = tag.startTag(b, i, end, limits);
        if (next < 0) {
            return next;
        }
        if (state == State.AFTER_ROOT) {
            return scan.malformed("more than one root element");
        }
        boolean header = stream && state != State.CONTENT;
        int mark = scope.mark();
        int resolved = names.resolve(tag, limits, scopeBase, !header);
        if (resolved < 0) {
            return resolved;
        }
        if (header) {
            return header() < 0 ? Scan.FAILED : next;
        }
        state = State.CONTENT;
        if (open.depth() == limits.depth()) {
            return scan.fail(StreamError.Condition.POLICY_VIOLATION, "elements nested too deep");
        }
        open.push(tag, names, mark);
        if (tag.empty) {
            close();
        }
        return next;
    }

    private int header() {
        if (!names.namespace.equals(StreamError.STREAMS)) {
            return scan.fail(
                    StreamError.Condition.INVALID_NAMESPACE, "not in the namespace of streams");
        }
        if (!tag.elementLocal.equals("stream")) {
            return scan.fail(StreamError.Condition.BAD_FORMAT, "a stream starts with stream");
        }
        Map<String, String> declared = new HashMap<>();
        for (int i = 0; i < scope.mark(); i++) {
            declared.put(scope.prefixAt(i), scope.namespaceAt(i));
        }
        scopeBase = scope.mark();
        rootPrefix = tag.elementPrefix;
        boolean empty = tag.empty;
        state = State.CONTENT;
        listener.streamOpened(new StreamHeader(rootPrefix, names.attributes, declared));
        if (empty && state != State.DONE) {
            closeStream();
        }
        return 0;
    }

    private int endTag(byte[] b, int i, int end) {
        int behind = open.depth() > 0 ? open.matchEnd(b, i, end) : 0;
        if (behind > 0) {
            close();
            return behind;
        }
        int next = tag.endTag(b, i, end, limits);
        if (next < 0) {
            return next;
        }
        if (open.depth() > 0) {
            if (!open.isInnermost(tag.prefix, tag.local)) {
                return scan.malformed("an end tag that does not match");
            }
            close();
        } else if (stream
                && state == State.CONTENT
                && tag.local.equals("stream")
                && tag.prefix.equals(rootPrefix)) {
            closeStream();
        } else {
            return scan.malformed("an end tag that does not match");
        }
        return next;
    }

    private void close() {
        Element element = open.pop();
        scope.reset(open.poppedMark());
        if (open.depth() > 0) {
            open.child(element);
            return;
        }
        if (!stream) {
            state = State.AFTER_ROOT;
        }
        listener.element(element);
    }

    private void closeStream() {
        state = State.DONE;
        listener.streamClosed();
    }

    private int tooLong(int at) {
        scan.fail(StreamError.Condition.POLICY_VIOLATION, "longer than is allowed");
        refuse();
        return at;
    }

    private void refuse() {
        state = State.DONE;
        StreamError error = scan.error();
        listener.failed(
                error == null ? StreamError.Condition.INTERNAL_SERVER_ERROR.error() : error);
    }

    /** Between stanzas, or at the end: what an idle connection does not need. */
    private void release() {
        open.release();
        data.release();
        tag.release();
        names.release();
        scope.shrink();
    }
}
