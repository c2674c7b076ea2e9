package stoa.accounts.invite;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Who may invite to what ({@code xmpp.invitations}). Any thread. */
public interface Inviters {
    /** What somebody's invitations may grant. */
    enum Rights {
        /** To become their contact. */
        CONTACTS,
        /** To have an account in their domain as well. */
        ACCOUNTS,
        /** As that, without a limit of open ones, and to take back those of others. */
        ADMINISTRATOR
    }

    CompletionStage<Rights> rightsOf(BareJid account);
}
