package stoa.conformance.wire;

import javax.xml.stream.XMLStreamException;

/** Reading of whole documents, for tests that write XML down. */
public final class Xml {
    private Xml() {}

    public static Element parse(String document) {
        try {
            return StreamReader.document(document);
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException(e.getMessage() + " in " + document, e);
        }
    }
}
