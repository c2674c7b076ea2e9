package stoa.accounts;

import java.time.Instant;
import stoa.xmpp.xml.Element;

/** When a message that is late was sent, XEP-0203. */
public final class Delay {
    static final String NAMESPACE = "urn:xmpp:delay";

    private Delay() {}

    public static Element of(String domain, long epochMillis) {
        return Element.of("delay", NAMESPACE)
                .attribute("from", domain)
                .attribute("stamp", Instant.ofEpochMilli(epochMillis).toString())
                .build();
    }
}
