package stoa.net.component;

import java.util.ArrayList;
import java.util.List;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;

/**
 * Inside, every stanza is in {@code jabber:client}; on a component's stream it is in {@code
 * jabber:component:accept}, with all of its children that are in no namespace of their own.
 */
final class ComponentNamespace {
    static final String ACCEPT = "jabber:component:accept";

    private ComponentNamespace() {}

    /** As the rest of the server reads it. */
    static Element toClient(Element element) {
        return renamed(element, ACCEPT, Stanza.CLIENT);
    }

    private static Element renamed(Element element, String from, String to) {
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
