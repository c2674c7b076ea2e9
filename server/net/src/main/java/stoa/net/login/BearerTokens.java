package stoa.net.login;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/**
 * Who knows bearer tokens (RFC 6750), for the mechanism OAUTHBEARER (RFC 7628): an OAuth provider,
 * which need not be this server's own. Safe on any thread.
 */
public interface BearerTokens {
    /**
     * What a good token tells.
     *
     * @param application the client that holds it, by an id that is nobody's else
     * @param enabled whether the account is
     */
    record Granted(BareJid account, UserAgent application, boolean enabled) {}

    /** Where the metadata of a domain's provider is (RFC 8414): ASCII without quotation marks. */
    String discovery(String domain);

    /** What a token tells; nothing when it is not good, or no longer. */
    CompletionStage<Optional<Granted>> find(String token);
}
