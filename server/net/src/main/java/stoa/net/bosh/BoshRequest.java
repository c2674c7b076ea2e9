package stoa.net.bosh;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;
import stoa.xmpp.xml.Text;

/**
 * The body of one request, XEP-0124 section 6.
 *
 * @param rid the request ID, 1 to 2^53 - 1
 * @param sid the session, or null to create one
 * @param payloads what is in it
 * @param bytes how long the body is
 */
record BoshRequest(
        long rid, @Nullable String sid, Element body, List<Element> payloads, int bytes) {
    static final String NAMESPACE = "http://jabber.org/protocol/httpbind";
    static final String XBOSH = "urn:xmpp:xbosh";

    private static final long MAX_RID = (1L << 53) - 1;

    /** Absent, where a number is asked for. */
    static final long NONE = -1;

    /** Reads a body; null when it is none, or its rid is no number that it could be. */
    static @Nullable BoshRequest read(Element body, int bytes) {
        long rid = number(body, "rid", MAX_RID);
        if (!body.is("body", NAMESPACE) || rid < 1) {
            return null;
        }
        List<Element> payloads = new ArrayList<>();
        for (Node child : body.children()) {
            switch (child) {
                case Element element -> payloads.add(inClientNamespace(element));
                case Text text -> {
                    if (!text.value().isBlank()) { // section 6: no character data
                        return null;
                    }
                }
            }
        }
        return new BoshRequest(rid, body.attribute("sid"), body, payloads, bytes);
    }

    /**
     * Clients may leave out the namespace of stanzas, which then seem to have the body's (XEP-0206
     * section 2).
     */
    private static Element inClientNamespace(Element element) {
        if (!element.namespace().equals(NAMESPACE)) {
            return element;
        }
        List<Node> children =
                element.children().stream()
                        .map(child -> child instanceof Element e ? inClientNamespace(e) : child)
                        .toList();
        return Element.create("", element.name(), Stanza.CLIENT, element.attributes(), children);
    }

    /** Whether the number in that attribute is one, or there is none. */
    boolean isNumberOrAbsent(String attribute, long most) {
        return body.attribute(attribute) == null || number(attribute, most) != NONE;
    }

    /** The number in that attribute; {@link #NONE} when there is none that is at most that. */
    long number(String attribute, long most) {
        return number(body, attribute, most);
    }

    private static long number(Element body, String attribute, long most) {
        String text = body.attribute(attribute);
        if (text == null || text.isEmpty() || text.length() > 16) {
            return NONE;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return NONE;
            }
        }
        long number = Long.parseLong(text);
        return number <= most ? number : NONE;
    }

    long ack() {
        return number("ack", MAX_RID);
    }

    boolean isTermination() {
        return "terminate".equals(body.attribute("type"));
    }

    boolean isPause() {
        return body.attribute("pause") != null;
    }

    /** The stream begins anew (XEP-0206 section 5). */
    boolean isRestart() {
        String restart = body.attribute("restart", XBOSH);
        return "true".equals(restart) || "1".equals(restart);
    }

    /** Whether it only asks for what there is. */
    boolean isEmpty() {
        return payloads.isEmpty() && !isRestart() && !isPause() && !isTermination();
    }
}
