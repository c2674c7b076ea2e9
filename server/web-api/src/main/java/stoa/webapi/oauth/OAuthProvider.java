package stoa.webapi.oauth;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.Feature;
import stoa.core.journal.Change;
import stoa.core.seal.Seal;
import stoa.core.session.Application;
import stoa.store.account.AccountStore;
import stoa.store.account.FastTokenStore;
import stoa.xmpp.jid.BareJid;

/** The OAuth 2.0 provider of the served domains, put together. Safe on any thread. */
public final class OAuthProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthProvider.class);

    /** Whom an access token is for. */
    public record Holder(BareJid account, Application application, boolean enabled) {}

    private final Issuers issuers;
    private final Grants grants;
    private final Codes codes;
    private final Feature feature;
    private final AuthorizationRoutes authorization;
    private final TokenRoutes tokens;

    /**
     * @param issuers where the domains' providers are
     * @param domains the served domain that a host stands for
     * @param journal stores changes; its stage completes when they are durable
     * @param ended told of each grant that is over, by the id of its client, after that is stored;
     *     on any thread, and only hands over
     * @param secret 32 bytes known to this server only and kept over restarts
     * @param clock for what is stored or shown
     * @param steady one that nobody sets, for rates and for how long a code is good
     */
    public OAuthProvider(
            Issuers issuers,
            UnaryOperator<String> domains,
            FastTokenStore tokenStore,
            AccountStore accounts,
            Function<List<Change>, CompletionStage<Void>> journal,
            BiConsumer<BareJid, String> ended,
            OAuthLimits limits,
            byte[] secret,
            SecureRandom random,
            InstantSource clock,
            InstantSource steady) {
        this.issuers = issuers;
        Seal seal = new Seal(secret, random);
        codes = new Codes(random, steady);
        grants = new Grants(new Grants.Parts(tokenStore, accounts, journal, clock), seal, ended);
        feature = new OAuthFeature(seal, issuers, codes, limits, steady);
        authorization = new AuthorizationRoutes(seal, issuers, domains);
        tokens = new TokenRoutes(seal, codes, grants, limits, clock, steady);
    }

    /** What the owner of an account allows an application by. */
    public Feature feature() {
        return feature;
    }

    public void mount(Router router) {
        authorization.mount(router);
        tokens.mount(router);
    }

    /** Where the metadata of a domain's provider is (RFC 8414 section 3). */
    public String discovery(String domain) {
        return issuers.discovery(domain);
    }

    /** Whom an access token is for; nothing when it is not good. */
    public CompletionStage<Optional<Holder>> find(String token) {
        return grants.find(token);
    }

    /**
     * The account is gone, or its password is another, after that is stored: no code of it is good
     * any more, and a grant that one has become in that moment ends.
     */
    public void forget(BareJid account) {
        codes.forget(account); // before the grants are looked for: see TokenRoutes
        CompletionStage<?> _ =
                grants.endAll(account)
                        .exceptionally(
                                failure -> {
                                    LOG.error(
                                            "oauth_grants_not_ended account={}", account, failure);
                                    return null;
                                });
    }
}
