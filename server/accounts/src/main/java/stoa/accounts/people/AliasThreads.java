package stoa.accounts.people;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;

/**
 * The addresses of aliases' conversations: {@code romeo+support@alias.example.org} is what the
 * members of support@example.org talk with romeo@example.org under. An alias' name has no plus
 * sign, so the last one tells the two apart.
 */
public final class AliasThreads {
    /** Where a domain's conversations are, below it. */
    public static final String LABEL = "alias";

    private static final String BELOW = LABEL + ".";
    private static final char PLUS = '+';

    private AliasThreads() {}

    /** The service of a domain. */
    public static String serviceOf(String domain) {
        return BELOW + domain;
    }

    /** The served domain a service is of, or null when it is of another kind. */
    public static @Nullable String domainOf(String service) {
        return service.startsWith(BELOW) ? service.substring(BELOW.length()) : null;
    }

    /**
     * The address of the conversation, or null when the two names together are too long for one.
     */
    public static @Nullable BareJid address(BareJid alias, BareJid person) {
        try {
            return BareJid.of(person.local() + PLUS + alias.local(), serviceOf(alias.domain()));
        } catch (InvalidJidException tooLong) {
            return null;
        }
    }

    /** With whom an address' conversation is, or null when it is no such address. */
    public static @Nullable BareJid person(Jid thread) {
        return part(thread, true);
    }

    /** Whose conversation it is, or null when it is no such address. */
    public static @Nullable BareJid alias(Jid thread) {
        return part(thread, false);
    }

    private static @Nullable BareJid part(Jid thread, boolean first) {
        String domain = domainOf(thread.domain());
        String local = thread.local();
        int plus = local == null ? -1 : local.lastIndexOf(PLUS);
        if (domain == null || local == null || plus < 0) {
            return null;
        }
        try {
            return BareJid.of(first ? local.substring(0, plus) : local.substring(plus + 1), domain);
        } catch (InvalidJidException nobody) {
            return null;
        }
    }
}
