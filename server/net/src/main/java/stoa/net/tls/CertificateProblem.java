package stoa.net.tls;

/**
 * A certificate or key that cannot be used. The message is a plain sentence for the person who
 * configured it; at start it stops the server, at a reload the former certificate stays.
 */
public final class CertificateProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** A file is not there or may not be read. */
        MISSING,
        /** A file holds something else than it should. */
        MALFORMED,
        EXPIRED,
        NOT_YET_VALID,
        /** The key is not the certificate's. */
        WRONG_KEY,
        /** The certificate names none of the domains it is configured for. */
        WRONG_NAME
    }

    private final Kind kind;

    public CertificateProblem(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
