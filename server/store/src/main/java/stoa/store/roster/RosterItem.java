package stoa.store.roster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;

/**
 * What an account knows of one contact, RFC 6121 section 2 and appendix A.
 *
 * @param contact the contact's address, without resource
 * @param listed whether the contact is in the roster; false: there is only a request to answer
 * @param ask the account's request awaits an answer (pending out)
 * @param approved the contact was pre-approved (section 3.4)
 * @param request the contact's request that awaits an answer (pending in): its presence stanza
 */
public record RosterItem(
        Jid contact,
        boolean listed,
        @Nullable String name,
        List<String> groups,
        Subscription subscription,
        boolean ask,
        boolean approved,
        @Nullable Bytes request) {
    /** Who hears whose presence. */
    public enum Subscription {
        NONE,
        TO,
        FROM,
        BOTH
    }

    public RosterItem {
        contact = contact.bare();
        groups = List.copyOf(groups);
    }
}
