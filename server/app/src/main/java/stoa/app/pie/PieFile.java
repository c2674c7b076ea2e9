package stoa.app.pie;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;

/**
 * One file, read tag by tag. There are no DTDs and so no entities but XML's own five; nothing is
 * ever fetched. Whoever reads stands on a tag and asks for what is in it: as a tree, or passed
 * over.
 */
final class PieFile implements AutoCloseable {
    /** What a node costs beside its characters. */
    private static final int NODE_WEIGHT = 16;

    private final Path path;
    private final PieLimits limits;
    private final Set<String> names;
    private final CountedInput input;
    private final XMLStreamReader xml;
    private long weight;

    /**
     * @param path as it is named in sentences
     * @param names the different names seen so far in all files
     */
    PieFile(Path path, PieLimits limits, Set<String> names) throws IOException, PieException {
        this.path = path;
        this.limits = limits;
        this.names = names;
        this.input =
                new CountedInput(
                        new BufferedInputStream(Files.newInputStream(path), 1 << 16),
                        limits.tokenBytes());
        try {
            this.xml = factory().createXMLStreamReader((InputStream) input);
        } catch (XMLStreamException e) {
            input.close();
            throw new PieException(path + ": is no XML that can be read", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // COMPAT(JDK 24): it takes the file for an entity and its own limits for one of that size.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", 0);
        factory.setProperty("jdk.xml.totalEntitySizeLimit", 0);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("nothing outside the file is read");
                });
        return factory;
    }

    Path path() {
        return path;
    }

    /** Where it stands, for sentences. */
    String place() {
        return path + ", line " + xml.getLocation().getLineNumber();
    }

    PieException refused(String why) {
        return new PieException(place() + ": " + why);
    }

    /** Moves on to the next tag; true at a start tag, false at an end tag or the file's end. */
    boolean nextTag() throws PieException {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT
                    || event == XMLStreamConstants.END_DOCUMENT) {
                return false;
            }
        }
    }

    private int next() throws PieException {
        try {
            input.startAnew();
            int event = xml.next();
            if (event == XMLStreamConstants.DTD
                    || event == XMLStreamConstants.ENTITY_REFERENCE
                    || event == XMLStreamConstants.ENTITY_DECLARATION) {
                throw refused("there is a document type or an entity, which are not read");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                noteNames();
            }
            return event;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    private PieException broken(XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CountedInput.TooLongException) {
                return new PieException(place() + ": a tag is longer than is read", e);
            }
        }
        if (e.getNestedException() instanceof CountedInput.TooLongException) {
            return new PieException(place() + ": a tag is longer than is read", e);
        }
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNumber();
        return new PieException(
                path + ", line " + line + ", column " + column + ": is no well-formed XML", e);
    }

    /** The parser keeps every name it has seen. */
    private void noteNames() throws PieException {
        names.add(xml.getLocalName());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            names.add(xml.getAttributeLocalName(i));
        }
        if (names.size() > limits.names()) {
            throw refused("there are more different names than any such file has");
        }
    }

    String name() {
        return xml.getLocalName();
    }

    String namespace() {
        String namespace = xml.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    boolean is(String name, String namespace) {
        return name().equals(name) && namespace().equals(namespace);
    }

    /** An attribute of the start tag it stands on, in no namespace. */
    @Nullable String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String namespace = xml.getAttributeNamespace(i);
            if ((namespace == null || namespace.isEmpty())
                    && xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Moves to the end tag of the element whose start tag it stands on. */
    void pass() throws PieException {
        int open = 1;
        while (open > 0) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                open++;
                if (open > limits.nesting()) {
                    throw refused("elements are nested deeper than in any such file");
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open--;
            }
        }
    }

    /**
     * The element whose start tag it stands on, with all in it; null, and passed over, when it is
     * larger or deeper than is taken.
     */
    @Nullable Element tree(int maxWeight) throws PieException {
        Deque<Element.Builder> open = new ArrayDeque<>();
        Element.Builder current = start();
        weight = tagWeight();
        while (true) {
            if (weight > maxWeight || open.size() >= limits.depth()) {
                for (int left = open.size() + 1; left > 0; left--) {
                    pass();
                }
                return null;
            }
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    open.push(current);
                    current = start();
                    weight += tagWeight();
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    weight += xml.getTextLength();
                    current.text(xml.getText());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element done = current.build();
                    if (open.isEmpty()) {
                        return done;
                    }
                    current = open.pop();
                    current.child(done);
                }
                default -> {} // comments and the like say nothing
            }
        }
    }

    /** What the last tree weighs: about its characters. */
    long weight() {
        return weight;
    }

    private Element.Builder start() {
        String prefix = xml.getPrefix() == null ? "" : xml.getPrefix();
        Element.Builder builder = Element.prefixed(prefix, name(), namespace());
        attributes().forEach(builder::attribute);
        return builder;
    }

    private List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>(xml.getAttributeCount());
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            String prefix = xml.getNamespacePrefix(i);
            String namespace = xml.getNamespaceURI(i);
            if (prefix != null && !prefix.isEmpty() && namespace != null) {
                attributes.add(new Attribute(Attribute.XMLNS, "xmlns", prefix, namespace));
            }
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String namespace = xml.getAttributeNamespace(i);
            String prefix = xml.getAttributePrefix(i);
            attributes.add(
                    new Attribute(
                            namespace == null ? "" : namespace,
                            prefix == null ? "" : prefix,
                            xml.getAttributeLocalName(i),
                            xml.getAttributeValue(i)));
        }
        return attributes;
    }

    private long tagWeight() {
        long sum = (long) NODE_WEIGHT + name().length();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            sum +=
                    NODE_WEIGHT
                            + xml.getAttributeLocalName(i).length()
                            + xml.getAttributeValue(i).length();
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            input.close();
        }
    }
}
