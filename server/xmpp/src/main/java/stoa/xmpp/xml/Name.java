package stoa.xmpp.xml;

/** An expanded name: namespace and local name. The namespace is empty for none. */
public record Name(String namespace, String local) {
    public static Name of(String namespace, String local) {
        return new Name(namespace, local);
    }

    @Override
    public String toString() {
        return "{" + namespace + "}" + local;
    }
}
