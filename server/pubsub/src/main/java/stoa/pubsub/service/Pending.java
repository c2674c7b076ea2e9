package stoa.pubsub.service;

import java.util.List;
import stoa.xmpp.stanza.StanzaError;

/** What an owner is told of requests to be let in, XEP-0060 section 8.7. */
public sealed interface Pending {
    /**
     * Section 8.7.2.
     *
     * @param owner whether any node is the asker's
     * @param names those of its nodes where somebody waits
     */
    record Nodes(boolean owner, List<String> names) implements Pending {}

    /** Section 8.7.4: the requests of a node are on their way. */
    record Sent() implements Pending {}

    record Refused(StanzaError error) implements Pending {}
}
