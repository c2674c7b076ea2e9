package stoa.net.s2s;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.SteadyClock;
import stoa.core.route.PeerLists;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Service;
import stoa.core.route.Services;
import stoa.core.session.Receipt;
import stoa.net.TestCertificates;
import stoa.net.loop.VertxLoops;
import stoa.net.s2s.dns.Target;
import stoa.net.tls.CertificateFiles;
import stoa.net.tls.CertificateProblem;
import stoa.net.tls.CertificateStore;
import stoa.net.tls.PeerTlsContexts;
import stoa.net.tls.PeerTrust;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A server's streams to others with real sockets, behind them a router that keeps what arrives for
 * its own domain; and the DNS that all houses of a test share.
 */
final class House implements AutoCloseable {
    /** What the DNS says, by domain; nothing stands for a domain that does not exist. */
    static final class Dns {
        final Map<String, List<Target>> known = new java.util.concurrent.ConcurrentHashMap<>();

        CompletionStage<List<Target>> resolve(String domain) {
            return CompletableFuture.completedFuture(known.getOrDefault(domain, List.of()));
        }
    }

    /** How a house is built. */
    static final class Plan {
        private final String domain;
        private final Dns dns;
        private final List<CertificateFiles> trusted = new ArrayList<>();
        private PeerLists lists = new PeerLists();
        private S2sPolicy policy = new S2sPolicy(Set.of(), Set.of(), Set.of(), false);
        private S2sLimits limits = S2sLimits.DEFAULTS;
        private @Nullable CertificateFiles own;
        private SteadyClock clock = SteadyClock.ofProcess();

        Plan(String domain, Dns dns) {
            this.domain = domain;
            this.dns = dns;
        }

        /** Trusts that certificate. */
        Plan trusting(CertificateFiles files) {
            trusted.add(files);
            return this;
        }

        Plan showing(CertificateFiles files) {
            own = files;
            return this;
        }

        Plan lists(PeerLists chosen) {
            lists = chosen;
            return this;
        }

        Plan policy(S2sPolicy chosen) {
            policy = chosen;
            return this;
        }

        Plan limits(S2sLimits chosen) {
            limits = chosen;
            return this;
        }

        /** By which it measures what lasts too long; what it tries again it does in real time. */
        Plan clock(SteadyClock chosen) {
            clock = chosen;
            return this;
        }

        House open(Path directory) {
            return new House(this, directory);
        }
    }

    final BlockingQueue<Stanza> heard = new LinkedBlockingQueue<>();
    final List<Receipt> held = new ArrayList<>();
    final S2sMetrics metrics = new S2sMetrics();
    final DialbackKeys keys;
    final int port;
    final int directPort;
    final Router router;

    /** Whether the router has a bug. */
    volatile boolean breaks;

    private final SteadyClock clock;

    /** Whether the clock has one. */
    volatile boolean clockBreaks;

    volatile boolean holdsReceipts;
    private final Dns dns;
    private final String domain;
    private final Vertx vertx;
    private final ServerToServer streams;

    private House(Plan plan, Path directory) {
        clock = plan.clock;
        dns = plan.dns;
        domain = plan.domain;
        vertx = VertxLoops.newVertx(1);
        ServedDomains served = new ServedDomains(List.of(DomainJid.of(domain)));
        Services services = new Services();
        byte[] secret = ("the secret of " + domain).getBytes(StandardCharsets.UTF_8);
        keys = new DialbackKeys(secret);
        router = new Arrivals(served);
        services.add(new Rooms());
        CertificateFiles own =
                plan.own == null ? TestCertificates.write(directory, domain) : plan.own;
        try {
            streams =
                    new ServerToServer(
                            new ServerToServer.Parts(
                                    served,
                                    services,
                                    router,
                                    plan.policy,
                                    plan.lists,
                                    plan.limits,
                                    dns::resolve,
                                    new PeerTlsContexts(
                                            new CertificateStore(
                                                    List.of(own), InstantSource.system())),
                                    PeerTrust.of(anchors(plan, directory)),
                                    new VertxLoops(vertx),
                                    this::time,
                                    metrics),
                            secret);
        } catch (CertificateProblem | IOException e) {
            throw new IllegalStateException(e);
        }
        served.federate(streams);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        port = await(streams.listen(any, false)).getPort();
        directPort = await(streams.listen(any, true)).getPort();
        publish(domain);
    }

    private Instant time() {
        if (clockBreaks) {
            throw new IllegalStateException("a bug of the clock");
        }
        return clock.instant();
    }

    private static @Nullable Path anchors(Plan plan, Path directory) throws IOException {
        if (plan.trusted.isEmpty()) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        for (CertificateFiles files : plan.trusted) {
            all.append(Files.readString(files.chain()));
        }
        return Files.writeString(directory.resolve("anchors-" + plan.domain + ".pem"), all);
    }

    /** The DNS says that the domain is here. */
    void publish(String name) {
        dns.known.put(name, List.of(target(port, false)));
    }

    void publishDirectTls() {
        dns.known.put(domain, List.of(target(directPort, true)));
    }

    static Target target(int port, boolean direct) {
        return new Target(
                "localhost", new InetSocketAddress(InetAddress.getLoopbackAddress(), port), direct);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until that holds. */
    static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came to hold");
            }
            Thread.onSpinWait();
        }
    }

    void send(Stanza stanza) {
        router.route(stanza);
    }

    Stanza next() {
        try {
            Stanza stanza = heard.poll(60, TimeUnit.SECONDS);
            if (stanza == null) {
                throw new AssertionError("nothing came");
            }
            return stanza;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(streams.close());
        await(vertx.close().toCompletionStage());
    }

    /** Stops only the streams, as a server does that goes down. */
    void stop() {
        await(streams.close());
    }

    private final class Arrivals implements Router {
        private final ServedDomains served;

        Arrivals(ServedDomains served) {
            this.served = served;
        }

        @Override
        public void route(Stanza stanza, Receipt receipt) {
            if (breaks) {
                throw new IllegalStateException("a bug that quotes " + stanza);
            }
            Jid to = stanza.to();
            if (to != null && served.isElsewhere(to.domain())) {
                streams.send(stanza, receipt);
                return;
            }
            if (holdsReceipts) {
                synchronized (held) {
                    held.add(receipt);
                }
            } else {
                receipt.release();
            }
            heard.add(stanza);
        }

        @Override
        public void send(EncodedStanza stanza, Jid from, FullJid to) {
            throw new UnsupportedOperationException("no rooms here");
        }
    }

    private final class Rooms implements Service {
        @Override
        public DomainJid address() {
            return DomainJid.of("conference." + domain);
        }

        @Override
        public void receive(Stanza stanza, Receipt receipt) {
            throw new UnsupportedOperationException("the router keeps it");
        }
    }
}
