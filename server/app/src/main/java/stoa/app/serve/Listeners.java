package stoa.app.serve;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.app.PlainException;
import stoa.app.config.StoaConfig;
import stoa.net.NetMetrics;
import stoa.net.bosh.BoshLimits;
import stoa.net.bosh.BoshSessions;
import stoa.net.component.ComponentListener;
import stoa.net.limit.AddressLimit;
import stoa.net.limit.GuessThrottle;
import stoa.net.limit.NetLimits;
import stoa.net.login.PasswordUpgrades;
import stoa.net.login.SignIn;
import stoa.net.loop.VertxLoops;
import stoa.net.s2s.S2sMetrics;
import stoa.net.stream.StreamLimits;
import stoa.net.stream.StreamServer;
import stoa.net.tcp.TcpListener;
import stoa.net.tls.CertificateFiles;
import stoa.net.tls.CertificateProblem;
import stoa.net.tls.CertificateStore;
import stoa.net.tls.TlsContexts;
import stoa.net.web.WebApp;
import stoa.net.web.WebListener;
import stoa.store.Store;
import stoa.xmpp.sasl.ChannelBindingPolicy;
import stoa.xmpp.sasl.SaslSettings;
import stoa.xmpp.sasl.ScramHash;

/** The ports, opened in front of an {@link Assembly}. */
final class Listeners implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;
    private static final long CLOSING_SECONDS = 3;

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);

    /**
     * The addresses listened on.
     *
     * @param servers other servers, with STARTTLS, or null for none
     * @param directServers other servers, with direct TLS, or null for none
     * @param plainWeb the web without TLS, on loopback, or null for none
     * @param components for components, or null when there are none
     */
    record Addresses(
            InetSocketAddress startTls,
            InetSocketAddress directTls,
            InetSocketAddress web,
            @Nullable InetSocketAddress plainWeb,
            @Nullable InetSocketAddress components,
            @Nullable InetSocketAddress servers,
            @Nullable InetSocketAddress directServers) {}

    final Addresses addresses;
    private final CertificateStore certificates;
    private final TcpListener tcp;
    private final WebListener web;
    private final ComponentListener components;
    private final @Nullable OtherServers others;
    private final List<? extends Future<?>> timers;

    private Listeners(
            Addresses addresses,
            CertificateStore certificates,
            TcpListener tcp,
            WebListener web,
            ComponentListener components,
            @Nullable OtherServers others,
            List<? extends Future<?>> timers) {
        this.addresses = addresses;
        this.certificates = certificates;
        this.tcp = tcp;
        this.web = web;
        this.components = components;
        this.others = others;
        this.timers = timers;
    }

    /** What the web listeners answer. */
    List<Route> webRoutes() {
        return web.mounted();
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
            S2sMetrics serverMetrics,
            Executor deriving,
            Consumer<Router> routes)
            throws Exception {
        InstantSource clock = InstantSource.system();
        NetLimits rates = config.limits().enabled() ? NetLimits.DEFAULTS : NetLimits.NONE;
        StreamServer streams =
                new StreamServer(
                        assembly.served,
                        assembly.accounts,
                        assembly.registration,
                        assembly.hooks,
                        signIn(config, assembly, store, deriving, rates),
                        assembly.scheduler,
                        loops,
                        StreamLimits.DEFAULTS,
                        rates,
                        assembly.timers.clock(),
                        metrics);
        CertificateStore certificates = Certificates.load(config, assembly.domains, data, clock);
        AddressLimit perAddress = new AddressLimit(rates.connectionsPerAddress());
        TcpListener tcp =
                new TcpListener(
                        streams,
                        new TlsContexts(certificates),
                        perAddress,
                        loops,
                        config.xmpp().allowPlaintext());
        WebListener web =
                new WebListener(
                        streams,
                        certificates,
                        perAddress,
                        loops,
                        assembly.served,
                        WebApp.load(Listeners.class.getClassLoader()),
                        bosh(config, streams),
                        routes);
        ComponentListener components = new ComponentListener(assembly.components, loops);
        OtherServers others =
                config.s2s().enabled()
                        ? OtherServers.open(
                                config.s2s(), assembly, certificates, loops, serverMetrics)
                        : null;
        Addresses wanted = wanted(config, demo);
        InetSocketAddress plain = wanted.plainWeb();
        InetSocketAddress forComponents = wanted.components();
        try {
            Addresses opened =
                    new Addresses(
                            had(tcp.listen(wanted.startTls(), false)),
                            had(tcp.listen(wanted.directTls(), true)),
                            had(web.listen(wanted.web())),
                            plain == null ? null : had(web.listenPlain(plain)),
                            forComponents == null ? null : had(components.listen(forComponents)),
                            listen(others, wanted.servers(), false),
                            listen(others, wanted.directServers(), true));
            return new Listeners(
                    opened,
                    certificates,
                    tcp,
                    web,
                    components,
                    others,
                    List.of(
                            loops.every(SWEEP, streams::sweep),
                            loops.every(
                                    CERTIFICATE_CHECK,
                                    () -> Thread.ofVirtual().start(certificates::reload))));
        } catch (ExecutionException e) {
            throw new PlainException("a port cannot be listened on: " + e.getCause(), e);
        }
    }

    private static @Nullable InetSocketAddress listen(
            @Nullable OtherServers others, @Nullable InetSocketAddress wanted, boolean direct)
            throws Exception {
        return others == null || wanted == null ? null : had(others.listen(wanted, direct));
    }

    /** Uses these certificates from now on. */
    void certify(List<CertificateFiles> files) throws PlainException {
        try {
            certificates.replace(files);
        } catch (CertificateProblem e) {
            throw new PlainException(String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T had(CompletionStage<T> listening) throws Exception {
        return listening.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static @Nullable BoshSessions bosh(StoaConfig config, StreamServer streams) {
        BoshLimits limits = BoshLimits.DEFAULTS;
        return config.web().bosh()
                ? new BoshSessions(
                        streams,
                        config.limits().enabled() ? limits : limits.withSessionsPerAddress(0))
                : null;
    }

    private static Addresses wanted(StoaConfig config, boolean demo) throws Exception {
        InetAddress bind = InetAddress.getByName(config.bind());
        InetAddress loopback = bind.isLoopbackAddress() ? bind : InetAddress.getLoopbackAddress();
        Map<InetSocketAddress, String> given = new HashMap<>();
        return new Addresses(
                free(given, "xmpp.port", bind, config.xmpp().port()),
                free(given, "xmpp.tls_port", bind, config.xmpp().tlsPort()),
                free(given, "web.port", bind, config.web().port()),
                demo ? free(given, "web.demo_port", loopback, config.web().demoPort()) : null,
                config.components().all().isEmpty()
                        ? null
                        : free(
                                given,
                                "xmpp.component_port",
                                InetAddress.getByName(config.components().bind()),
                                config.components().port()),
                config.s2s().enabled()
                        ? free(
                                given,
                                "s2s.port",
                                OtherServers.bind(config.s2s()),
                                config.s2s().port())
                        : null,
                config.s2s().enabled() && config.s2s().directTlsPort() != 0
                        ? free(
                                given,
                                "s2s.direct_tls_port",
                                OtherServers.bind(config.s2s()),
                                config.s2s().directTlsPort())
                        : null);
    }

    /**
     * Tries the port first, so that the sentence can say which key names it.
     *
     * @param given the ports that other keys name, and this one from now on
     */
    private static InetSocketAddress free(
            Map<InetSocketAddress, String> given, String key, InetAddress address, int port)
            throws PlainException {
        InetSocketAddress wanted = new InetSocketAddress(address, port);
        if (port != 0) {
            String other = given.putIfAbsent(wanted, key);
            if (other != null) {
                throw new PlainException(
                        key
                                + ": port "
                                + port
                                + " is "
                                + other
                                + " already. Set one of them to"
                                + " another port.");
            }
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(wanted);
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
        return wanted;
    }

    private static SignIn signIn(
            StoaConfig config, Assembly assembly, Store store, Executor deriving, NetLimits rates) {
        SaslSettings sasl =
                new SaslSettings(
                        Set.of(ScramHash.SHA_1, ScramHash.SHA_256),
                        Set.of(ScramHash.SHA_256, ScramHash.SHA_512),
                        true,
                        switch (config.signIn().channelBinding()) {
                            case OFF -> ChannelBindingPolicy.OFF;
                            case OFFER -> ChannelBindingPolicy.OFFER;
                            case REQUIRE -> ChannelBindingPolicy.REQUIRE;
                        },
                        Bounds.SCRAM_ITERATIONS,
                        config.signIn().downgradeProtection(),
                        assembly.saslSecret);
        return new SignIn(
                sasl,
                store.accounts(),
                assembly.access.tokens,
                new PasswordUpgrades(assembly.journal::record, Bounds.SCRAM_ITERATIONS),
                assembly.access.clients,
                assembly.access.passwordChanges,
                new GuessThrottle(rates.guesses()),
                deriving,
                assembly.access.bearers);
    }

    @Override
    public void close() {
        timers.forEach(timer -> timer.cancel(false));
        CompletableFuture.allOf(
                        tcp.close().toCompletableFuture(),
                        web.close().toCompletableFuture(),
                        components.close().toCompletableFuture(),
                        others == null
                                ? CompletableFuture.completedFuture(null)
                                : others.close().toCompletableFuture())
                .completeOnTimeout(null, CLOSING_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
