package stoa.conformance.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An XML element as it was received: namespace, local name, attributes and content in order.
 * Attributes without a namespace stand under their plain name, others under {@code
 * {namespace}name}. Content is {@link Element} or {@link String}.
 */
public record Element(
        String namespace, String name, Map<String, String> attributes, List<Object> content) {
    public Element {
        attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        content = List.copyOf(content);
    }

    /** The attribute of that name, or null. */
    public @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The attribute of that name; fails the test when there is none. */
    public String need(String attribute) {
        return Objects.requireNonNull(
                attributes.get(attribute), () -> "no attribute " + attribute + " in " + this);
    }

    public Stream<Element> children() {
        return content.stream().filter(Element.class::isInstance).map(Element.class::cast);
    }

    /** The first child of that local name, whatever its namespace. */
    public Optional<Element> child(String childName) {
        return children().filter(child -> child.name.equals(childName)).findFirst();
    }

    public Optional<Element> child(String childName, String childNamespace) {
        return children().filter(child -> child.is(childName, childNamespace)).findFirst();
    }

    public boolean is(String otherName, String otherNamespace) {
        return name.equals(otherName) && namespace.equals(otherNamespace);
    }

    /** All text inside, at any depth. */
    public String text() {
        var text = new StringBuilder();
        for (Object part : content) {
            text.append(part instanceof Element child ? child.text() : part);
        }
        return text.toString();
    }

    /** For messages of failed tests: the namespace stands where it changes. */
    @Override
    public String toString() {
        return write(new StringBuilder(), "").toString();
    }

    private StringBuilder write(StringBuilder out, String outer) {
        out.append('<').append(name);
        if (!namespace.equals(outer)) {
            out.append(" xmlns='").append(namespace).append('\'');
        }
        attributes.forEach(
                (key, value) ->
                        out.append(' ')
                                .append(key)
                                .append("='")
                                .append(escape(value))
                                .append('\''));
        if (content.isEmpty()) {
            return out.append("/>");
        }
        out.append('>');
        for (Object part : content) {
            if (part instanceof Element child) {
                child.write(out, namespace);
            } else {
                out.append(escape((String) part));
            }
        }
        return out.append("</").append(name).append('>');
    }

    /** Text made safe for XML content and for attributes in either kind of quotes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\"", "&quot;");
    }
}
