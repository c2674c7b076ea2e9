package stoa.app.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stoa.app.PlainException;
import stoa.app.config.StoaConfig;
import stoa.net.NetMetrics;
import stoa.net.limit.AddressLimit;
import stoa.net.limit.GuessThrottle;
import stoa.net.limit.NetLimits;
import stoa.net.login.FastTokens;
import stoa.net.login.SignIn;
import stoa.net.loop.VertxLoops;
import stoa.net.stream.StreamLimits;
import stoa.net.stream.StreamServer;
import stoa.net.tcp.TcpListener;
import stoa.net.tls.CertificateStore;
import stoa.net.tls.TlsContexts;
import stoa.store.Store;
import stoa.xmpp.sasl.ChannelBindingPolicy;
import stoa.xmpp.sasl.SaslSettings;
import stoa.xmpp.sasl.ScramHash;

/** The ports, opened in front of an {@link Assembly}. */
final class Listeners implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration CERTIFICATES = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    final InetSocketAddress xmpp;
    final InetSocketAddress xmpps;
    private final TcpListener tcp;
    private final Future<?> sweeping;
    private final Future<?> reloading;

    Listeners(
            StoaConfig config,
            Assembly assembly,
            Store store,
            VertxLoops loops,
            Path data,
            NetMetrics metrics,
            Executor deriving)
            throws Exception {
        InstantSource clock = InstantSource.system();
        CertificateStore certificates = Certificates.load(config, assembly.domains, data, clock);
        TlsContexts tls = new TlsContexts(certificates);
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
        tcp =
                new TcpListener(
                        streams,
                        tls,
                        new AddressLimit(rates.connectionsPerAddress()),
                        loops,
                        config.xmpp().allowPlaintext());
        InetAddress address = InetAddress.getByName(config.bind());
        xmpp =
                open(
                        "xmpp.port",
                        tcp.listen(new InetSocketAddress(address, config.xmpp().port()), false),
                        config.xmpp().port());
        xmpps =
                open(
                        "xmpp.tls_port",
                        tcp.listen(new InetSocketAddress(address, config.xmpp().tlsPort()), true),
                        config.xmpp().tlsPort());
        sweeping = loops.every(SWEEP, streams::sweep);
        reloading = loops.every(CERTIFICATES, certificates::reload);
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

    /** Waits until the port is had, or says which key names another one. */
    private static InetSocketAddress open(
            String key, CompletionStage<InetSocketAddress> listening, int port)
            throws PlainException, InterruptedException {
        try {
            return listening.toCompletableFuture().get(PATIENCE.toSeconds() * 3, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException
                | CompletionException
                | TimeoutException e) {
            String reason =
                    e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
            throw new PlainException(
                    key
                            + ": port "
                            + port
                            + " cannot be listened on ("
                            + reason
                            + "). Stop what uses it, or set another port.",
                    e);
        }
    }

    @Override
    public void close() {
        reloading.cancel(false);
        sweeping.cancel(false);
        tcp.close()
                .toCompletableFuture()
                .completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
