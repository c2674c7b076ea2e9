package stoa.app.serve;

import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import stoa.app.PlainException;
import stoa.app.config.StoaConfig;
import stoa.net.ClientListeners;
import stoa.net.NetMetrics;
import stoa.net.limit.AddressLimit;
import stoa.net.limit.GuessThrottle;
import stoa.net.limit.NetLimits;
import stoa.net.login.FastTokens;
import stoa.net.login.SignIn;
import stoa.net.loop.VertxLoops;
import stoa.net.stream.StreamLimits;
import stoa.net.stream.StreamServer;
import stoa.net.web.WebApp;
import stoa.store.Store;
import stoa.xmpp.sasl.ChannelBindingPolicy;
import stoa.xmpp.sasl.SaslSettings;
import stoa.xmpp.sasl.ScramHash;

/** The ports, opened in front of an {@link Assembly}. */
final class Listeners implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;
    private static final long CLOSING_SECONDS = 3;

    /** The addresses really listened on. */
    final ClientListeners.Addresses addresses;

    private final ClientListeners listeners;

    private Listeners(ClientListeners listeners, ClientListeners.Addresses addresses) {
        this.listeners = listeners;
        this.addresses = addresses;
    }

    /**
     * Opens all ports.
     *
     * @param routes mounts the HTTP calls
     * @throws PlainException when a certificate cannot be used or a port cannot be had
     */
    static Listeners open(
            StoaConfig config,
            boolean demo,
            Assembly assembly,
            Store store,
            VertxLoops loops,
            Path data,
            NetMetrics metrics,
            Executor deriving,
            Consumer<Router> routes)
            throws Exception {
        InstantSource clock = InstantSource.system();
        NetLimits rates = config.limitsEnabled() ? NetLimits.DEFAULTS : NetLimits.NONE;
        StreamServer streams =
                new StreamServer(
                        assembly.served,
                        assembly.accounts,
                        assembly.hooks,
                        signIn(config, assembly, store, deriving, clock, rates),
                        assembly.scheduler,
                        loops,
                        StreamLimits.DEFAULTS,
                        rates,
                        clock,
                        metrics);
        ClientListeners listeners =
                new ClientListeners(
                        streams,
                        assembly.served,
                        Certificates.load(config, assembly.domains, data, clock),
                        loops,
                        new AddressLimit(rates.connectionsPerAddress()),
                        WebApp.load(Listeners.class.getClassLoader()),
                        routes);
        ClientListeners.Addresses wanted = wanted(config, demo);
        try {
            return new Listeners(
                    listeners,
                    listeners
                            .open(wanted)
                            .toCompletableFuture()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (java.util.concurrent.ExecutionException e) {
            throw new PlainException(
                    "a port cannot be listened on: " + e.getCause().getMessage(), e);
        }
    }

    private static ClientListeners.Addresses wanted(StoaConfig config, boolean demo)
            throws Exception {
        InetAddress bind = InetAddress.getByName(config.bind());
        InetAddress loopback = bind.isLoopbackAddress() ? bind : InetAddress.getLoopbackAddress();
        return new ClientListeners.Addresses(
                free("xmpp.port", bind, config.xmpp().port()),
                free("xmpp.tls_port", bind, config.xmpp().tlsPort()),
                free("web.port", bind, config.web().port()),
                demo ? free("web.demo_port", loopback, config.web().demoPort()) : null,
                config.xmpp().allowPlaintext());
    }

    /** Tries the port first, so that the sentence can say which key names it. */
    private static InetSocketAddress free(String key, InetAddress address, int port)
            throws PlainException {
        if (port != 0) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(address, port));
            } catch (IOException e) {
                throw new PlainException(
                        key
                                + ": port "
                                + port
                                + " on "
                                + address.getHostAddress()
                                + " cannot be had ("
                                + e.getMessage()
                                + "). Stop what uses it, or set "
                                + key
                                + " to another one.",
                        e);
            }
        }
        return new InetSocketAddress(address, port);
    }

    private static SignIn signIn(
            StoaConfig config,
            Assembly assembly,
            Store store,
            Executor deriving,
            InstantSource clock,
            NetLimits rates) {
        SaslSettings sasl =
                new SaslSettings(
                        Set.of(ScramHash.SHA_1, ScramHash.SHA_256),
                        true,
                        switch (config.channelBinding()) {
                            case OFF -> ChannelBindingPolicy.OFF;
                            case OFFER -> ChannelBindingPolicy.OFFER;
                            case REQUIRE -> ChannelBindingPolicy.REQUIRE;
                        },
                        Bounds.SCRAM_ITERATIONS,
                        assembly.saslSecret);
        FastTokens tokens =
                new FastTokens(
                        store.fastTokens(),
                        assembly.journal::record,
                        assembly.tokenSecret,
                        FastTokens.Settings.DEFAULTS,
                        clock);
        return new SignIn(
                sasl, store.accounts(), tokens, new GuessThrottle(rates.guesses()), deriving);
    }

    @Override
    public void close() {
        listeners
                .close()
                .toCompletableFuture()
                .completeOnTimeout(null, CLOSING_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
