package stoa.app.config;

import java.util.List;
import stoa.accounts.people.AliasThreads;

/**
 * The addresses that belong to a served domain beside its own: those of its services. They cannot
 * be domains of people.
 */
public final class ServiceAddresses {
    /** Where a domain's rooms are, below it. */
    public static final String ROOMS = "conference";

    /** Where a domain's people ask for leave to upload a file, below it. */
    public static final String UPLOAD = "upload";

    /** Where a domain's people make nodes to publish to, below it. */
    public static final String PUBSUB = "pubsub";

    /** Where the conversations of a domain's aliases are, below it. */
    public static final String ALIASES = AliasThreads.LABEL;

    private static final List<String> LABELS = List.of(ROOMS, UPLOAD, PUBSUB, ALIASES);

    private ServiceAddresses() {}

    /** Of a domain. */
    public static List<String> of(String domain) {
        return LABELS.stream().map(label -> label + "." + domain).toList();
    }

    /** Whether one of the two domains has a service where the other one is. */
    public static boolean clash(String one, String other) {
        return of(one).contains(other) || of(other).contains(one);
    }
}
