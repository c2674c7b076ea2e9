package stoa.xmpp.rsm;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * What the answering side says of the page it gave, XEP-0059 section 2.
 *
 * @param first the id of the page's first item; null for an empty page
 * @param firstIndex how many items of the whole lie before it, or null when not counted
 * @param last the id of the page's last item; null for an empty page
 * @param count the items of the whole, or null when not counted
 */
public record Page(
        @Nullable String first,
        @Nullable Long firstIndex,
        @Nullable String last,
        @Nullable Long count) {

    public Element toElement() {
        Element.Builder set = Element.of("set", PageRequest.NAMESPACE);
        if (first != null) {
            set.child(
                    Element.of("first", PageRequest.NAMESPACE)
                            .attribute("index", firstIndex == null ? null : firstIndex.toString())
                            .text(first)
                            .build());
        }
        return set.child("last", last)
                .child("count", count == null ? null : count.toString())
                .build();
    }
}
