package stoa.xmpp.xml;

/** One attribute, unescaped. The namespace and the prefix are empty for an unprefixed attribute. */
public record Attribute(String namespace, String prefix, String name, String value) {
    /** An attribute in no namespace. */
    public static Attribute of(String name, String value) {
        return new Attribute("", "", name, value);
    }
}
