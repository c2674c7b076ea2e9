package stoa.app.serve;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import stoa.app.config.StoaConfig;
import stoa.core.entity.SteadyClock;
import stoa.core.hook.Hooks;
import stoa.core.journal.Journal;
import stoa.core.route.ServedDomains;
import stoa.net.access.ClientAccess;
import stoa.net.access.ClientAccess.Revoked;
import stoa.net.login.AgentResource;
import stoa.net.login.BearerTokens;
import stoa.net.login.Clients;
import stoa.net.login.FastTokens;
import stoa.net.login.PasswordChanges;
import stoa.net.login.UserAgent;
import stoa.store.Store;
import stoa.webapi.oauth.Issuers;
import stoa.webapi.oauth.OAuthLimits;
import stoa.webapi.oauth.OAuthProvider;
import stoa.xmpp.jid.BareJid;

/** What clients and applications have of accounts, put together: tokens, sessions and grants. */
final class Access {
    final FastTokens tokens;
    final Clients clients;
    final PasswordChanges passwordChanges = new PasswordChanges();
    final @Nullable OAuthProvider oauth;

    /** What signing in asks of the provider; null where there is none. */
    final @Nullable BearerTokens bearers;

    /**
     * Ready for sessions.
     *
     * @param port under which people reach the web port
     * @param unbound told what a grant that is over had bound
     */
    Access(
            StoaConfig config,
            Store store,
            Journal journal,
            ServedDomains served,
            IntSupplier port,
            byte[] tokenSecret,
            Revoked unbound,
            SecureRandom random,
            InstantSource clock)
            throws Exception {
        tokens =
                new FastTokens(
                        store.fastTokens(),
                        journal::record,
                        tokenSecret,
                        FastTokens.Settings.DEFAULTS,
                        clock);
        clients =
                new Clients(
                        store.clients(),
                        journal::record,
                        Clients.Settings.DEFAULTS.withRemember(config.signIn().rememberClients()),
                        clock);
        if (!config.signIn().oauth()) {
            oauth = null;
            bearers = null;
            return;
        }
        OAuthProvider provider =
                new OAuthProvider(
                        new Issuers(port),
                        host -> served.serves(host) ? host : served.all().getFirst().domain(),
                        store.fastTokens(),
                        store.accounts(),
                        journal::record,
                        (account, client) -> {
                            clients.grantEnded(account, client);
                            unbound.revoked(
                                    account,
                                    resource -> AgentResource.isOf(resource, account, client));
                        },
                        config.limits().enabled() ? OAuthLimits.DEFAULTS : OAuthLimits.NONE,
                        Secrets.ensure(store, "oauth"),
                        random,
                        clock,
                        SteadyClock.ofProcess());
        oauth = provider;
        bearers = new Bearers(provider);
    }

    /**
     * What owners do about it.
     *
     * @param revoked told of each client that has lost its access
     */
    void install(Hooks hooks, byte[] tokenSecret, InstantSource clock, Revoked revoked) {
        hooks.install(new ClientAccess(clients, tokens, tokenSecret, clock, revoked));
        if (oauth != null) {
            hooks.install(oauth.feature());
        }
    }

    /** The account's password is another. */
    void passwordChanged(BareJid account) {
        passwordChanges.changed(account);
        forget(account);
    }

    /** The account is gone. */
    void forget(BareJid account) {
        if (oauth != null) {
            oauth.forget(account);
        }
    }

    private record Bearers(OAuthProvider provider) implements BearerTokens {
        @Override
        public String discovery(String domain) {
            return provider.discovery(domain);
        }

        @Override
        public CompletionStage<Optional<Granted>> find(String token) {
            return provider.find(token)
                    .thenApply(
                            found ->
                                    found.map(
                                            one ->
                                                    new Granted(
                                                            one.account(),
                                                            UserAgent.of(one.application()),
                                                            one.enabled())));
        }
    }
}
