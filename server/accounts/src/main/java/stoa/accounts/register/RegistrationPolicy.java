package stoa.accounts.register;

/** Who may make an account over XMPP ({@code xmpp.registration}). */
public enum RegistrationPolicy {
    /** Nobody: administrators add people, or copy a link to the web. */
    CLOSED,
    /** Whoever has an invitation (XEP-0445). */
    INVITE,
    /** Anybody who can connect. */
    OPEN
}
