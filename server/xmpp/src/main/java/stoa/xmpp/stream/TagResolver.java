package stoa.xmpp.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;

/**
 * Gives the names of a start tag their namespaces (Namespaces in XML 1.0). Its declarations stay in
 * scope until the caller resets {@link Namespaces} to the mark from before.
 */
final class TagResolver {
    private final Scan scan;
    private final Namespaces scope;

    /** The element's namespace, empty for none. */
    String namespace = "";

    /** The attributes; prefix declarations among them when they were to be kept. */
    List<Attribute> attributes = List.of();

    TagResolver(Scan scan, Namespaces scope) {
        this.scan = scan;
        this.scope = scope;
    }

    /**
     * Resolves the tag.
     *
     * @param base declarations in scope that do not count against the limit
     * @param keepDeclarations whether declarations of prefixes stand among the attributes, for what
     *     may name them in its text
     * @return 0, or {@link Scan#FAILED}
     */
    int resolve(TagReader tag, ParserLimits limits, int base, boolean keepDeclarations) {
        int mark = scope.mark();
        int declared = 0;
        int kept = 0;
        int n = tag.count;
        for (int i = 0; i < n; i++) {
            if (isDeclaration(tag, i)) {
                boolean isDefault = tag.attributePrefix(i).isEmpty();
                String uri = tag.attributeValue(i);
                if (uri.length() > limits.namespaceChars()) {
                    return scan.fail(
                            StreamError.Condition.POLICY_VIOLATION, "a namespace name is too long");
                }
                if (!declare(isDefault ? "" : tag.attributeLocal(i), uri, mark)) {
                    return scan.malformed("a bad namespace declaration");
                }
                declared++;
                kept += isDefault || !keepDeclarations ? 0 : 1;
            }
        }
        if (declared > 0 && scope.mark() - base > limits.namespaceDeclarations()) {
            return scan.fail(
                    StreamError.Condition.POLICY_VIOLATION, "too many namespace declarations");
        }
        if (n - declared > limits.attributes()) {
            return scan.fail(StreamError.Condition.POLICY_VIOLATION, "too many attributes");
        }
        String of = tag.elementPrefix.equals("xmlns") ? null : scope.resolve(tag.elementPrefix);
        if (of == null) {
            return scan.malformed("a prefix that is not declared");
        }
        namespace = of;
        return attributes(tag, n - declared + kept, keepDeclarations);
    }

    private int attributes(TagReader tag, int size, boolean keepDeclarations) {
        if (size == 0) {
            attributes = List.of();
            return 0;
        }
        Attribute[] all = new Attribute[size];
        int filled = 0;
        for (int i = 0; i < tag.count; i++) {
            String prefix = tag.attributePrefix(i);
            if (!isDeclaration(tag, i)) {
                String of = prefix.isEmpty() ? "" : scope.resolve(prefix);
                if (of == null) {
                    return scan.malformed("a prefix that is not declared");
                }
                String name = tag.attributeLocal(i);
                if (contains(all, filled, of, name)) {
                    return scan.malformed("an attribute twice");
                }
                all[filled++] = new Attribute(of, prefix, name, tag.attributeValue(i));
            } else if (keepDeclarations && !prefix.isEmpty()) {
                all[filled++] =
                        new Attribute(
                                Attribute.XMLNS,
                                prefix,
                                tag.attributeLocal(i),
                                tag.attributeValue(i));
            }
        }
        attributes = size == 1 ? List.of(all[0]) : List.of(all);
        return 0;
    }

    private static boolean contains(
            @Nullable Attribute[] all, int size, String namespace, String name) {
        for (int i = 0; i < size; i++) {
            Attribute a = all[i];
            if (a != null && a.name().equals(name) && a.namespace().equals(namespace)) {
                return true;
            }
        }
        return false;
    }

    /** Lets go of what the last tag said. */
    void release() {
        attributes = List.of();
    }

    private static boolean isDeclaration(TagReader tag, int i) {
        String prefix = tag.attributePrefix(i);
        return prefix.isEmpty() ? tag.attributeLocal(i).equals("xmlns") : prefix.equals("xmlns");
    }

    /** Namespaces in XML 1.0, section 3: what may be bound to what. */
    private boolean declare(String prefix, String uri, int mark) {
        boolean isXml = uri.equals(Element.XML_NAMESPACE);
        boolean allowed =
                switch (prefix) {
                    case "" -> !isXml && !uri.equals(Attribute.XMLNS);
                    case "xml" -> isXml;
                    case "xmlns" -> false;
                    default -> !uri.isEmpty() && !isXml && !uri.equals(Attribute.XMLNS);
                };
        if (!allowed || scope.declaredSince(mark, prefix)) {
            return false;
        }
        scope.declare(prefix, KnownNames.canonical(uri));
        return true;
    }
}
