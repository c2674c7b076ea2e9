package stoa.net.s2s.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the server of a domain can be reached. */
public interface Targets {
    /**
     * Resolves a domain (RFC 6120 section 3.2). An empty list says for certain that there is no
     * server for it: nothing of that name exists, or its owner says that it has no such service.
     * When that could not be found out the stage fails with {@link DnsFailure}, and a later attempt
     * may succeed. Completes on an event loop, or at once. Any thread.
     *
     * @param domainAscii the domain in ASCII (A-labels), or a literal of an IP address
     */
    CompletionStage<List<Target>> resolve(String domainAscii);
}
