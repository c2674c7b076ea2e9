package stoa.accounts.administration;

import stoa.accounts.people.Administrators.Rights;
import stoa.core.route.ServedDomains;
import stoa.xmpp.jid.BareJid;

/**
 * Who runs a command, for which domain.
 *
 * @param account the administrator's own
 * @param domain the domain that the command was sent to
 */
record Admin(BareJid account, String domain, Rights rights) {
    /** Whether accounts of that domain are this administrator's to change. */
    boolean administers(String other, ServedDomains served) {
        return other.equals(domain) || (rights == Rights.WHOLE_SERVER && served.serves(other));
    }
}
