package stoa.net.s2s.dns;

/** The DNS did not say whether a name exists. Asking again later may help. */
public final class DnsFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        /** No server answered in time, or none could be reached. */
        NO_RESPONSE,
        /** A server answered that it cannot tell, as SERVFAIL or REFUSED. */
        REFUSED,
    }

    private final Kind kind;

    DnsFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
