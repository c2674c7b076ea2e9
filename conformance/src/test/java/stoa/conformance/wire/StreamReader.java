package stoa.conformance.wire;

import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a stream's header and then one top-level element after the other, with the JDK's parser.
 * For one thread.
 */
final class StreamReader {
    private static final XMLInputFactory FACTORY = factory();
    private final XMLStreamReader xml;

    /** The reader begins with the stream's header; nothing is read before {@link #header}. */
    StreamReader(InputStream input) throws XMLStreamException {
        // Without a stated encoding the parser would guess from the first bytes; XMPP is always
        // UTF-8 (RFC 6120, 11.6).
        xml = FACTORY.createXMLStreamReader(input, "UTF-8");
    }

    private StreamReader(String document) throws XMLStreamException {
        xml = FACTORY.createXMLStreamReader(new StringReader(document));
    }

    /** One whole document, as WebSocket messages are (RFC 7395, 3.3.3). */
    static Element document(String text) throws XMLStreamException {
        var reader = new StreamReader(text);
        while (reader.xml.next() != XMLStreamConstants.START_ELEMENT) {
            // comments and white space before the root
        }
        return reader.element();
    }

    /** The stream's start tag, without content. */
    Element header() throws XMLStreamException {
        while (xml.next() != XMLStreamConstants.START_ELEMENT) {
            // the XML declaration is no event; white space is
        }
        return startTag().build();
    }

    /** The next top-level element; empty at the stream's end tag. */
    Optional<Element> next() throws XMLStreamException {
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return Optional.of(element());
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return Optional.empty();
                }
                default -> {
                    // white space keeps connections alive (RFC 6120, 4.6.1)
                }
            }
        }
    }

    private Element element() throws XMLStreamException {
        var builder = startTag();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> builder.content.add(element());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        builder.text(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return builder.build();
                }
                default ->
                        throw new XMLStreamException(
                                "event " + xml.getEventType() + " in a stanza");
            }
        }
    }

    private Builder startTag() {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String space = xml.getAttributeNamespace(i);
            String name = xml.getAttributeLocalName(i);
            attributes.put(
                    space == null || space.isEmpty() ? name : "{" + space + "}" + name,
                    xml.getAttributeValue(i));
        }
        String namespace = xml.getNamespaceURI();
        return new Builder(
                namespace == null ? "" : namespace,
                xml.getLocalName(),
                attributes,
                new ArrayList<>());
    }

    private record Builder(
            String namespace,
            String name,
            LinkedHashMap<String, String> attributes,
            ArrayList<Object> content) {
        /** Joins what the parser hands over in pieces. */
        void text(String more) {
            if (!content.isEmpty() && content.getLast() instanceof String before) {
                content.set(content.size() - 1, before + more);
            } else {
                content.add(more);
            }
        }

        Element build() {
            return new Element(namespace, name, attributes, content);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
