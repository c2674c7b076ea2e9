package stoa.accounts.invite;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import stoa.store.invite.Invite;
import stoa.xmpp.jid.BareJid;

/**
 * Where an invitation is: its XMPP URI (XEP-0379 section 3.2, XEP-0445 section 2) and its page on
 * the web.
 *
 * @param makesAccountsInApps whether accounts are made over XMPP at all ({@code xmpp.registration})
 * @param port under which people reach the web port
 */
public record InviteAddresses(boolean makesAccountsInApps, IntSupplier port) {
    private static final int HTTPS = 443;

    /**
     * To become somebody's contact, with {@code ibr=y} where an account can be had on the way; or
     * to make an account and no more.
     */
    public String uri(Invite invite, String token) {
        Invite.Grants grants = invite.grants();
        BareJid inviter = invite.inviter();
        boolean account = grants.account() && makesAccountsInApps;
        if (inviter != null && grants.contact() && grants.username() == null) {
            return "xmpp:"
                    + address(inviter.local(), inviter.domain())
                    + "?roster;preauth="
                    + token
                    + (account ? ";ibr=y" : "");
        }
        return "xmpp:" + address(grants.username(), invite.domain()) + "?register;preauth=" + token;
    }

    /** The page that makes an account, or null for an invitation that makes none. */
    @Nullable String landing(Invite invite, String token) {
        if (!invite.grants().account()) {
            return null;
        }
        int at = port.getAsInt();
        return "https://" + invite.domain() + (at == HTTPS ? "" : ":" + at) + "/invite#" + token;
    }

    /** RFC 5122 section 2.3. */
    private static String address(@Nullable String local, String domain) {
        return local == null ? encode(domain) : encode(local) + "@" + encode(domain);
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
