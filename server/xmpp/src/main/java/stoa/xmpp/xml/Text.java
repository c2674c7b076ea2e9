package stoa.xmpp.xml;

/** Character data, unescaped. Adjacent runs are one node. */
public record Text(String value) implements Node {}
