package stoa.xmpp.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An XML element as an immutable tree. Two elements are equal when their expanded names, attributes
 * and children are, whatever prefixes they were written with; the prefix is kept so that what
 * passes through looks as its author wrote it.
 */
public final class Element implements Node {
    public static final String XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

    private final String namespace;
    private final String prefix;
    private final String name;
    private final List<Attribute> attributes;
    private final List<Node> children;

    Element(
            String namespace,
            String prefix,
            String name,
            List<Attribute> attributes,
            List<Node> children) {
        this.namespace = namespace;
        this.prefix = prefix;
        this.name = name;
        this.attributes = attributes;
        this.children = children;
    }

    /** Starts an element in a namespace, unprefixed. */
    public static Builder of(String name, String namespace) {
        return new Builder(name, namespace, "");
    }

    /** An element without attributes and children. */
    public static Element empty(String name, String namespace) {
        return new Element(namespace, "", name, List.of(), List.of());
    }

    /** An element whose only child is text. */
    public static Element text(String name, String namespace, String text) {
        return new Element(
                namespace,
                "",
                name,
                List.of(),
                text.isEmpty() ? List.of() : List.of(new Text(text)));
    }

    /** An element of its parts, for those who have them at hand; used by the parser. */
    public static Element create(
            String prefix,
            String name,
            String namespace,
            List<Attribute> attributes,
            List<? extends Node> children) {
        return new Element(namespace, prefix, name, List.copyOf(attributes), List.copyOf(children));
    }

    /** Starts an element with a prefix. */
    public static Builder prefixed(String prefix, String name, String namespace) {
        return new Builder(name, namespace, prefix);
    }

    public String namespace() {
        return namespace;
    }

    /** The prefix the author used, empty for none; of no meaning to us. */
    public String prefix() {
        return prefix;
    }

    public String name() {
        return name;
    }

    public Name expandedName() {
        return new Name(namespace, name);
    }

    public List<Attribute> attributes() {
        return attributes;
    }

    public List<Node> children() {
        return children;
    }

    public boolean is(String localName, String inNamespace) {
        return name.equals(localName) && namespace.equals(inNamespace);
    }

    public boolean is(Name other) {
        return is(other.local(), other.namespace());
    }

    /** The value of an attribute in no namespace, or null. */
    public @Nullable String attribute(String attributeName) {
        return attribute(attributeName, "");
    }

    public @Nullable String attribute(String attributeName, String inNamespace) {
        for (int i = 0; i < attributes.size(); i++) {
            Attribute a = attributes.get(i);
            if (a.name().equals(attributeName) && a.namespace().equals(inNamespace)) {
                return a.value();
            }
        }
        return null;
    }

    /** The child elements, in order. */
    public Stream<Element> elements() {
        return children.stream().filter(Element.class::isInstance).map(Element.class::cast);
    }

    /** The first child element of that name, or null. */
    public @Nullable Element child(String localName, String inNamespace) {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i) instanceof Element e && e.is(localName, inNamespace)) {
                return e;
            }
        }
        return null;
    }

    public Optional<Element> find(String localName, String inNamespace) {
        return Optional.ofNullable(child(localName, inNamespace));
    }

    /** The first child element of any name, or null. */
    public @Nullable Element firstChild() {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i) instanceof Element e) {
                return e;
            }
        }
        return null;
    }

    /** The text of this element's own text nodes, joined; empty when there are none. */
    public String text() {
        if (children.isEmpty()) {
            return "";
        }
        if (children.size() == 1 && children.getFirst() instanceof Text only) {
            return only.value();
        }
        StringBuilder all = new StringBuilder();
        for (Node child : children) {
            if (child instanceof Text text) {
                all.append(text.value());
            }
        }
        return all.toString();
    }

    /**
     * The text of the first child of that name in this element's namespace, or null when there is
     * no such child.
     */
    public @Nullable String childText(String localName) {
        Element child = child(localName, namespace);
        return child == null ? null : child.text();
    }

    /** A copy with one more child at the end. */
    public Element with(Node child) {
        List<Node> more = new ArrayList<>(children);
        more.add(child);
        return new Element(namespace, prefix, name, attributes, List.copyOf(more));
    }

    /** A copy with the attribute set, or removed when the value is null. */
    public Element withAttribute(String attributeName, @Nullable String value) {
        List<Attribute> copy = new ArrayList<>(attributes);
        copy.removeIf(a -> a.namespace().isEmpty() && a.name().equals(attributeName));
        if (value != null) {
            copy.add(Attribute.of(attributeName, value));
        }
        return new Element(namespace, prefix, name, List.copyOf(copy), children);
    }

    /** A copy with these children instead. */
    public Element withChildren(List<? extends Node> newChildren) {
        return new Element(namespace, prefix, name, attributes, List.copyOf(newChildren));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Element that
                        && name.equals(that.name)
                        && namespace.equals(that.namespace)
                        && sameAttributes(attributes, that.attributes)
                        && children.equals(that.children));
    }

    private static boolean sameAttributes(List<Attribute> a, List<Attribute> b) {
        if (a.isEmpty() && b.isEmpty()) {
            return true;
        }
        return size(a) == size(b) && contains(a, b);
    }

    private static int size(List<Attribute> attributes) {
        int size = 0;
        for (int i = 0; i < attributes.size(); i++) {
            size += attributes.get(i).isDeclaration() ? 0 : 1;
        }
        return size;
    }

    /** Attributes have no order and no name twice. */
    private static boolean contains(List<Attribute> all, List<Attribute> some) {
        for (Attribute wanted : some) {
            if (wanted.isDeclaration()) {
                continue;
            }
            boolean found = false;
            for (int i = 0; i < all.size() && !found; i++) {
                Attribute a = all.get(i);
                found =
                        a.name().equals(wanted.name())
                                && a.namespace().equals(wanted.namespace())
                                && a.value().equals(wanted.value());
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, name, children);
    }

    /**
     * The element as XML, for tests and messages to people; never for a log (it may hold a
     * message's body).
     */
    @Override
    public String toString() {
        return XmlWriter.toString(this);
    }

    /** Builds one element; not to be shared between threads, and not used after {@link #build}. */
    public static final class Builder {
        private final String name;
        private final String namespace;
        private final String prefix;
        private @Nullable List<Attribute> attributes;
        private @Nullable List<Node> children;

        Builder(String name, String namespace, String prefix) {
            this.name = name;
            this.namespace = namespace;
            this.prefix = prefix;
        }

        /** Sets an attribute in no namespace; a null value leaves it out. */
        public Builder attribute(String attributeName, @Nullable String value) {
            return value == null ? this : attribute(Attribute.of(attributeName, value));
        }

        public Builder attribute(Attribute attribute) {
            if (attributes == null) {
                attributes = new ArrayList<>(4);
            }
            attributes.add(attribute);
            return this;
        }

        /** Sets {@code xml:lang}; null leaves it out. */
        public Builder lang(@Nullable String lang) {
            return lang == null
                    ? this
                    : attribute(new Attribute(XML_NAMESPACE, "xml", "lang", lang));
        }

        public Builder child(Node child) {
            if (children == null) {
                children = new ArrayList<>(4);
            }
            children.add(child);
            return this;
        }

        /** Adds the child when it is not null. */
        public Builder childIf(@Nullable Node child) {
            return child == null ? this : child(child);
        }

        public Builder children(Iterable<? extends Node> all) {
            for (Node child : all) {
                child(child);
            }
            return this;
        }

        /** Adds an empty child in this element's own namespace. */
        public Builder child(String childName) {
            return child(Element.empty(childName, namespace));
        }

        /** Adds a child with text in this element's own namespace; null leaves it out. */
        public Builder child(String childName, @Nullable String text) {
            return text == null ? this : child(Element.text(childName, namespace, text));
        }

        public Builder text(String text) {
            return text.isEmpty() ? this : child(new Text(text));
        }

        public Element build() {
            return new Element(
                    namespace,
                    prefix,
                    name,
                    attributes == null ? List.of() : List.copyOf(attributes),
                    children == null ? List.of() : List.copyOf(children));
        }
    }
}
