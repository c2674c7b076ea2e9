package stoa.net.stream;

import java.util.ArrayList;
import java.util.List;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;

/**
 * The content namespace of a stream (RFC 6120 section 4.8.2). Inside, every stanza is in {@code
 * jabber:client}; on a component's or another server's stream it is in that stream's namespace,
 * with all of its children that are in no namespace of their own.
 */
public final class ContentNamespace {
    private ContentNamespace() {}

    /** The element, with all that is in the one namespace in the other. */
    public static Element renamed(Element element, String from, String to) {
        List<Node> children = new ArrayList<>(element.children().size());
        for (Node child : element.children()) {
            children.add(child instanceof Element inner ? renamed(inner, from, to) : child);
        }
        return Element.create(
                element.prefix(),
                element.name(),
                element.namespace().equals(from) ? to : element.namespace(),
                element.attributes(),
                children);
    }
}
