package stoa.pubsub.shared;

import java.util.List;
import stoa.xmpp.xml.Element;

/** Stanza headers, XEP-0131: why a subscriber is told something. */
final class Headers {
    static final String NAMESPACE = "http://jabber.org/protocol/shim";

    /** Which subscriptions, XEP-0060 section 7.1.2.6. */
    static final String SUBID = "SubID";

    /** Through which collection, XEP-0248 section 5.3.1. */
    static final String COLLECTION = "Collection";

    private Headers() {}

    /** One header of that name for each value. */
    static List<Element> of(String name, List<String> values) {
        return values.stream()
                .map(
                        value ->
                                Element.of("header", NAMESPACE)
                                        .attribute("name", name)
                                        .text(value)
                                        .build())
                .toList();
    }

    static Element of(List<Element> headers) {
        Element.Builder all = Element.of("headers", NAMESPACE);
        headers.forEach(all::child);
        return all.build();
    }
}
