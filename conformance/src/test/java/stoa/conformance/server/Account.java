package stoa.conformance.server;

/** A person a test needs: a bare JID and a password. */
public record Account(String jid, String password) {
    /** An account whose password nobody needs to know outside the test. */
    public static Account of(String jid) {
        return new Account(jid, "secret of " + jid.substring(0, jid.indexOf('@')));
    }
}
