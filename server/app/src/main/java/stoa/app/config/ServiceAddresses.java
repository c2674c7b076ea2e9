package stoa.app.config;

import java.util.List;

/**
 * The addresses that belong to a served domain beside its own: those of its services. They cannot
 * be domains of people.
 */
public final class ServiceAddresses {
    /** Where a domain's rooms are, below it. */
    public static final String ROOMS = "conference";

    /** Where a domain's people ask for leave to upload a file, below it. */
    public static final String UPLOAD = "upload";

    private static final List<String> LABELS = List.of(ROOMS, UPLOAD);

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
