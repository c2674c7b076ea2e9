package stoa.xmpp.xml;

/**
 * One attribute, unescaped. The namespace and the prefix are empty for an unprefixed attribute.
 *
 * <p>The declaration of a prefix is an attribute in {@link #XMLNS} named like the prefix; the
 * parser keeps those as they were written, because text and attribute values may use the prefix
 * ({@code xsi:type='p:order'}). They say nothing about equality, and nobody has to write one:
 * {@link XmlWriter} declares what names need.
 */
public record Attribute(String namespace, String prefix, String name, String value) {
    /** The namespace of namespace declarations (Namespaces in XML 1.0, section 3). */
    public static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    /** An attribute in no namespace. */
    public static Attribute of(String name, String value) {
        return new Attribute("", "", name, value);
    }

    /** True for the declaration of a prefix. */
    public boolean isDeclaration() {
        return namespace.equals(XMLNS);
    }
}
