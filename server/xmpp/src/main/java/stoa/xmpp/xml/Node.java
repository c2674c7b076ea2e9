package stoa.xmpp.xml;

/**
 * What stands between an element's tags: elements and text. XMPP has nothing else (RFC 6120 section
 * 11.1).
 */
public sealed interface Node permits Element, Text {}
