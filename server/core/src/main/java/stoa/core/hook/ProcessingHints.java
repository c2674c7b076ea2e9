package stoa.core.hook;

import stoa.xmpp.stanza.Message;

/**
 * What a message's sender would have done with it, XEP-0334: hints, which a server may pass over
 * (section 5). One that is there twice is there; what is none of section 4 is nothing. Pure.
 */
public final class ProcessingHints {
    public static final String NAMESPACE = "urn:xmpp:hints";

    private ProcessingHints() {}

    /**
     * It is to be kept in no archive (section 4.1), or not even until it is delivered (section
     * 4.2): what waits here stands in the archive, so both are the same.
     */
    public static boolean keepOut(Message message) {
        return message.has("no-store", NAMESPACE) || message.has("no-permanent-store", NAMESPACE);
    }

    /** It is to be kept although it does not look so (section 4.4). */
    public static boolean wantKept(Message message) {
        return message.has("store", NAMESPACE);
    }

    /** Nobody but its addressee is to have it (section 4.3). */
    public static boolean forbidCopies(Message message) {
        return message.has("no-copy", NAMESPACE);
    }
}
