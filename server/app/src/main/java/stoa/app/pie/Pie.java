package stoa.app.pie;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;

/** The names of XEP-0227 and of the standards whose elements it carries. */
final class Pie {
    static final String NS = "urn:xmpp:pie:0";

    /** The namespace of the drafts before 1.0, which old servers still write. */
    static final String OLD_NS = "http://www.xmpp.org/extensions/xep-0227.html#ns";

    static final String SCRAM = NS + "#scram";
    static final String ARCHIVE = NS + "#mam";

    /** What the format has no word for: an account's display name, and that it is disabled. */
    static final String STOA = "urn:stoa:pie:0";

    static final String XINCLUDE = "http://www.w3.org/2001/XInclude";
    static final String ROSTER = "jabber:iq:roster";
    static final String PRIVATE = "jabber:iq:private";
    static final String PRIVACY = "jabber:iq:privacy";
    static final String VCARD = "vcard-temp";
    static final String MAM = "urn:xmpp:mam:2";
    static final String FORWARD = "urn:xmpp:forward:0";
    static final String DELAY = "urn:xmpp:delay";
    static final String OLD_DELAY = "jabber:x:delay";
    static final String STANZA_ID = "urn:xmpp:sid:0";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String PUBSUB_OWNER = PUBSUB + "#owner";

    private static final Set<String> BOTH = Set.of(NS, OLD_NS);

    private Pie() {}

    /**
     * A stanza as a client would get it. COMPAT(Prosody 0.12): it writes stanzas without their
     * namespace, so that they stand in that of what is around them.
     */
    static Element asClient(Element stanza) {
        if (!isPie(stanza.namespace()) && !stanza.namespace().equals(Stanza.CLIENT)) {
            return stanza;
        }
        List<Node> children = new ArrayList<>();
        for (Node child : stanza.children()) {
            children.add(child instanceof Element element ? asClient(element) : child);
        }
        return isPie(stanza.namespace())
                ? Element.create("", stanza.name(), Stanza.CLIENT, stanza.attributes(), children)
                : stanza;
    }

    static boolean isPie(String namespace) {
        return BOTH.contains(namespace);
    }
}
