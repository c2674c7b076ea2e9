package stoa.xmpp.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Serialises elements to UTF-8 bytes. Knows the namespaces declared at the place of writing, so
 * that a stanza inside a stream is written without repeating {@code xmlns='jabber:client'};
 * whatever else a name needs is declared where it is used, so what is read back is equal. Authors'
 * prefixes are kept where they can be.
 *
 * <p>Confined to one thread; grows as needed; {@link #reset} keeps the buffer.
 */
public final class XmlWriter {
    private final Utf8Output out;
    private final PrefixScope scope = new PrefixScope();

    public XmlWriter() {
        this(512);
    }

    public XmlWriter(int initialBytes) {
        out = new Utf8Output(initialBytes);
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
        return Arrays.copyOf(out.bytes, out.length);
    }

    public void writeTo(ByteSink sink) {
        sink.write(out.bytes, 0, out.length);
    }

    public int length() {
        return out.length;
    }

    public void reset() {
        out.length = 0;
    }

    /**
     * States that a prefix is already declared where this writer's bytes will stand ({@code
     * stream}, inside a stream whose header declares it); holds for all that it writes from now on.
     */
    public XmlWriter inScope(String prefix, String namespace) {
        scope.bind(prefix, namespace);
        return this;
    }

    /** Writes the element with all below it. */
    public XmlWriter element(Element element, String defaultNamespace) {
        int mark = scope.mark();
        String prefix = prefixFor(element);
        String inner = prefix.isEmpty() ? element.namespace() : defaultNamespace;
        out.ascii('<');
        name(prefix, element.name());
        declareFor(element, prefix, defaultNamespace, mark);
        attributes(element.attributes(), mark);
        children(element, prefix, inner);
        scope.reset(mark);
        return this;
    }

    /**
     * Writes what follows the tag's name: attributes but for one, and children; for {@link
     * EncodedStanza}, which writes that one itself.
     */
    void afterName(Element element, String withoutAttribute) {
        int mark = scope.mark();
        Element rest = element.withAttribute(withoutAttribute, null);
        declareFor(rest, "", element.namespace(), mark);
        attributes(rest.attributes(), mark);
        children(rest, "", element.namespace());
        scope.reset(mark);
    }

    private void children(Element element, String prefix, String defaultNamespace) {
        List<Node> children = element.children();
        int n = children.size();
        if (n == 0) {
            out.markup("/>");
            return;
        }
        out.ascii('>');
        for (int i = 0; i < n; i++) {
            switch (children.get(i)) {
                case Element e -> element(e, defaultNamespace);
                case Text t -> out.text(t.value());
            }
        }
        out.markup("</");
        name(prefix, element.name());
        out.ascii('>');
    }

    /** The prefix to write: the author's, unless the namespace forbids it. */
    private String prefixFor(Element element) {
        if (element.namespace().equals(Element.XML_NAMESPACE)) {
            return "xml";
        }
        String prefix = element.prefix();
        if (prefix.isEmpty() || element.namespace().isEmpty()) {
            return "";
        }
        return isReserved(prefix) ? scope.unused() : prefix;
    }

    private void declareFor(Element element, String prefix, String defaultNamespace, int mark) {
        if (prefix.isEmpty()) {
            if (!element.namespace().equals(defaultNamespace)) {
                attribute("xmlns", element.namespace());
            }
        } else if (!prefix.equals("xml")) {
            use(prefix, element.namespace(), mark);
        }
        List<Attribute> attributes = element.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute a = attributes.get(i);
            if (!a.namespace().isEmpty() && a.isDeclaration()) {
                keepDeclaration(a, mark);
            }
        }
    }

    /** An author's declaration stays, unless it would say again what holds or contradict a name. */
    private void keepDeclaration(Attribute a, int mark) {
        if (!isReserved(a.name()) && !a.value().isEmpty() && !scope.boundSince(mark, a.name())) {
            use(a.name(), a.value(), mark);
        }
    }

    private void attributes(List<Attribute> attributes, int mark) {
        for (int i = 0; i < attributes.size(); i++) {
            Attribute a = attributes.get(i);
            if (a.namespace().isEmpty()) {
                attribute(a.name(), a.value());
            } else if (!a.isDeclaration()) {
                qualified(a, mark);
            }
        }
    }

    private void qualified(Attribute a, int mark) {
        String prefix = a.namespace().equals(Element.XML_NAMESPACE) ? "xml" : prefixFor(a, mark);
        out.ascii(' ');
        name(prefix, a.name());
        value(a.value());
    }

    private String prefixFor(Attribute a, int mark) {
        String wanted = a.prefix();
        if (!wanted.isEmpty() && !isReserved(wanted)) {
            if (scope.isBoundTo(wanted, a.namespace()) || !scope.boundSince(mark, wanted)) {
                use(wanted, a.namespace(), mark);
                return wanted;
            }
        }
        String known = scope.prefixOf(a.namespace());
        String prefix = known == null ? scope.unused() : known;
        use(prefix, a.namespace(), mark);
        return prefix;
    }

    /**
     * Makes the prefix mean this namespace in the tag being written, and keeps it from getting
     * another meaning in the same tag.
     */
    private void use(String prefix, String namespace, int mark) {
        if (!scope.isBoundTo(prefix, namespace)) {
            declare(prefix, namespace);
        } else if (!scope.boundSince(mark, prefix)) {
            scope.bind(prefix, namespace);
        }
    }

    private void declare(String prefix, String namespace) {
        scope.bind(prefix, namespace);
        out.markup(" xmlns:");
        out.markup(prefix);
        value(namespace);
    }

    private static boolean isReserved(String prefix) {
        return prefix.equals("xml") || prefix.equals("xmlns");
    }

    private void name(String prefix, String local) {
        if (!prefix.isEmpty()) {
            out.markup(prefix);
            out.ascii(':');
        }
        out.markup(local);
    }

    /** Writes {@code name='value'}, escaped. */
    public XmlWriter attribute(String name, String value) {
        out.ascii(' ');
        out.markup(name);
        value(value);
        return this;
    }

    private void value(String value) {
        out.ascii('=');
        out.ascii('\'');
        out.attribute(value);
        out.ascii('\'');
    }

    /** Writes character data, escaped. */
    public XmlWriter text(String value) {
        out.text(value);
        return this;
    }

    /** Writes a string as it is: markup of the caller's own. */
    public XmlWriter raw(String markup) {
        out.markup(markup);
        return this;
    }

    public XmlWriter raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }
}
