package stoa.xmpp.stream;

/**
 * What one stream may make the server hold. Every limit is checked while the bytes arrive; passing
 * one ends the stream with {@code policy-violation} (RFC 6120 section 4.9.3.14).
 *
 * <p>A stanza costs at most about 16 times its bytes once parsed (a tree of the smallest elements
 * with the shortest texts), so {@code stanzaBytes} bounds the memory too. There is no limit on
 * distinct names because the parser keeps none: a name lives as long as the stanza that used it.
 *
 * @param stanzaBytes longest first-level element, and longest stream header with everything before
 *     it, in bytes as they arrive; RFC 6120 section 13.12 demands at least 10,000
 * @param depth open elements inside a stanza, the stanza itself included
 * @param attributes attributes of one element, namespace declarations not counted
 * @param namespaceDeclarations namespace declarations in scope at one place; a stanza's come on top
 *     of the stream header's
 * @param nameBytes longest prefix or local name, in bytes
 * @param namespaceChars longest namespace name, in UTF-16 code units. What a stream passes on is
 *     read by others, and a reader ends its whole stream at a name it finds too long: Java's own
 *     takes 1,000 (JAXP, {@code jdk.xml.maxXMLNameLimit}) and is the strictest in use
 */
public record ParserLimits(
        int stanzaBytes,
        int depth,
        int attributes,
        int namespaceDeclarations,
        int nameBytes,
        int namespaceChars) {
    /** For authenticated streams. */
    public static final ParserLimits DEFAULTS = new ParserLimits(256 * 1024, 64, 64, 64, 512, 1000);

    /** For streams that have not authenticated: enough for SASL, registration and nothing else. */
    public static final ParserLimits BEFORE_LOGIN =
            new ParserLimits(16 * 1024, 16, 24, 16, 128, 256);

    public ParserLimits {
        if (stanzaBytes < 1
                || depth < 1
                || attributes < 1
                || namespaceDeclarations < 1
                || nameBytes < 1
                || namespaceChars < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /** These limits with another stanza size. */
    public ParserLimits withStanzaBytes(int bytes) {
        return new ParserLimits(
                bytes, depth, attributes, namespaceDeclarations, nameBytes, namespaceChars);
    }

    /** These limits for stanzas in a wrapper of that many bytes, one element deeper. */
    public ParserLimits wrapped(int wrapperBytes) {
        return new ParserLimits(
                stanzaBytes + wrapperBytes,
                depth + 1,
                attributes,
                namespaceDeclarations,
                nameBytes,
                namespaceChars);
    }
}
