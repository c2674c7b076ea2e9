package stoa.core.route;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * What the requests are called that a service answers. An element of another name in one of their
 * namespaces is no request of the protocol, so it is {@code bad-request} (RFC 6120 section
 * 8.3.3.1), where that of an unknown namespace is {@code service-unavailable} (section 8.4).
 * Immutable.
 */
public final class RequestNames {
    private final Map<String, String> byNamespace;

    private RequestNames(Map<String, String> byNamespace) {
        this.byNamespace = byNamespace;
    }

    /** One name a namespace. */
    public static RequestNames of(Name... names) {
        return new RequestNames(
                Arrays.stream(names)
                        .collect(Collectors.toUnmodifiableMap(Name::namespace, Name::local)));
    }

    /** Whether an element is in one of the namespaces, and is called otherwise. */
    public boolean isMisnamed(Element payload) {
        String name = byNamespace.get(payload.namespace());
        return name != null && !name.equals(payload.name());
    }
}
