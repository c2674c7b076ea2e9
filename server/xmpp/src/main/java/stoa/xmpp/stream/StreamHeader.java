package stoa.xmpp.stream;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;

/**
 * The opening {@code <stream:stream>} tag, RFC 6120 section 4.7. Values are as they were sent;
 * nothing is prepared or checked but the element's own name.
 *
 * @param prefix the prefix of the stream element, usually {@code stream}; empty when the streams
 *     namespace is the default one
 * @param attributes in the order they were sent, namespace declarations not among them
 * @param namespaces every declaration of the tag: prefix (empty for the default) to namespace
 */
public record StreamHeader(
        String prefix, List<Attribute> attributes, Map<String, String> namespaces) {
    public StreamHeader {
        attributes = List.copyOf(attributes);
        namespaces = Map.copyOf(namespaces);
    }

    /**
     * The default namespace of what follows (RFC 6120 section 4.8.2), {@code jabber:client} on a
     * client's stream; empty when none is declared.
     */
    public String contentNamespace() {
        return namespaces.getOrDefault("", "");
    }

    public @Nullable String from() {
        return attribute("from", "");
    }

    public @Nullable String to() {
        return attribute("to", "");
    }

    public @Nullable String id() {
        return attribute("id", "");
    }

    public @Nullable String version() {
        return attribute("version", "");
    }

    /** {@code xml:lang}, the default language of the stream. */
    public @Nullable String lang() {
        return attribute("lang", Element.XML_NAMESPACE);
    }

    private @Nullable String attribute(String name, String namespace) {
        for (Attribute a : attributes) {
            if (a.name().equals(name) && a.namespace().equals(namespace)) {
                return a.value();
            }
        }
        return null;
    }
}
