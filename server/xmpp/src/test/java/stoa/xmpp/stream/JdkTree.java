package stoa.xmpp.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;

/** What the JDK's own parser makes of a document: the oracle of the parser's tests. */
final class JdkTree {
    private final DocumentBuilder builder;

    JdkTree() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setCoalescing(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The tree, or null when the document is refused. */
    @Nullable Element parse(byte[] document) {
        if (document.length > 0 && document[0] == (byte) 0xEF) {
            return null; // a byte order mark, which RFC 6120 section 11.6 does not have
        }
        try {
            return convert(builder.parse(new ByteArrayInputStream(document)).getDocumentElement());
        } catch (SAXException | IOException | BadName refused) {
            return null;
        }
    }

    /** The JDK lets a name begin or end with a colon; Namespaces in XML, section 4, does not. */
    private static final class BadName extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void check(String qualifiedName) {
        if (qualifiedName.startsWith(":") || qualifiedName.endsWith(":")) {
            throw new BadName();
        }
    }

    private static Element convert(org.w3c.dom.Element dom) {
        check(dom.getNodeName());
        Element.Builder made =
                Element.prefixed(
                        text(dom.getPrefix()), dom.getLocalName(), text(dom.getNamespaceURI()));
        NamedNodeMap attributes = dom.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr a = (Attr) attributes.item(i);
            check(a.getNodeName());
            if (!Attribute.XMLNS.equals(a.getNamespaceURI())) {
                made.attribute(
                        new Attribute(
                                text(a.getNamespaceURI()),
                                text(a.getPrefix()),
                                a.getLocalName(),
                                a.getValue()));
            }
        }
        StringBuilder run = new StringBuilder();
        for (Node n = dom.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof org.w3c.dom.Element child) {
                made.text(run.toString());
                run.setLength(0);
                made.child(convert(child));
            } else if (n.getNodeType() == Node.TEXT_NODE
                    || n.getNodeType() == Node.CDATA_SECTION_NODE) {
                run.append(n.getNodeValue());
            }
        }
        return made.text(run.toString()).build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
