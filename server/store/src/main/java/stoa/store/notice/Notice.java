package stoa.store.notice;

/**
 * What everybody of a domain is told once.
 *
 * @param number tells this message of the day from those before it: greater than theirs
 */
public record Notice(String domain, Kind kind, String text, long number) {
    /** When somebody is told it. */
    public enum Kind {
        /** At their next sign-in: the message of the day. */
        MOTD,
        /** At their first one. */
        WELCOME
    }
}
