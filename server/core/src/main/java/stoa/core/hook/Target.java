package stoa.core.hook;

/** Whom a request is addressed to, of those the server answers for. */
public enum Target {
    /** The domain itself: {@code to='example.org'}. */
    SERVER,
    /**
     * An account's bare address, which its server answers for (RFC 6121 section 8.5.2), also when
     * the owner leaves {@code to} out.
     */
    ACCOUNT
}
