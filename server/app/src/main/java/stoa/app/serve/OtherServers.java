package stoa.app.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import stoa.app.PlainException;
import stoa.app.config.StoaConfig;
import stoa.core.entity.SteadyClock;
import stoa.net.loop.VertxLoops;
import stoa.net.s2s.S2sLimits;
import stoa.net.s2s.S2sMetrics;
import stoa.net.s2s.S2sPolicy;
import stoa.net.s2s.ServerToServer;
import stoa.net.s2s.dns.DnsSettings;
import stoa.net.s2s.dns.DnsTargets;
import stoa.net.tls.CertificateProblem;
import stoa.net.tls.CertificateStore;
import stoa.net.tls.PeerTlsContexts;
import stoa.net.tls.PeerTrust;
import stoa.xmpp.jid.DomainJid;

/** The streams to and from other servers, with what they need. */
final class OtherServers {
    private final ServerToServer streams;
    private final DnsTargets targets;

    private OtherServers(ServerToServer streams, DnsTargets targets) {
        this.streams = streams;
        this.targets = targets;
    }

    /** Opens the way to other servers for the served domains. */
    static OtherServers open(
            StoaConfig.S2s config,
            Assembly assembly,
            CertificateStore certificates,
            VertxLoops loops,
            S2sMetrics metrics)
            throws PlainException {
        DnsTargets targets = new DnsTargets(loops, DnsSettings.of(config.dnsServers()));
        ServerToServer streams =
                new ServerToServer(
                        new ServerToServer.Parts(
                                assembly.served,
                                assembly.services,
                                assembly.accounts.router(),
                                policy(config),
                                assembly.peers,
                                limits(config),
                                targets,
                                new PeerTlsContexts(certificates),
                                trust(config),
                                loops,
                                SteadyClock.ofProcess(),
                                metrics),
                        assembly.dialbackSecret);
        assembly.served.federate(streams);
        return new OtherServers(streams, targets);
    }

    private static S2sPolicy policy(StoaConfig.S2s config) {
        return new S2sPolicy(
                names(config.domains()),
                names(config.allow()),
                names(config.deny()),
                config.auth() == StoaConfig.S2sAuth.CERTIFICATE);
    }

    private static Set<String> names(Collection<DomainJid> domains) {
        return domains.stream().map(DomainJid::domain).collect(Collectors.toUnmodifiableSet());
    }

    private static S2sLimits limits(StoaConfig.S2s config) {
        return S2sLimits.DEFAULTS
                .withQueue(
                        new S2sLimits.Queue(
                                config.queueStanzas(),
                                config.queueKb() * 1024L,
                                config.queueTotalKb() * 1024L))
                .withTimes(
                        Duration.ofSeconds(config.connect()),
                        Duration.ofSeconds(config.patience()),
                        Duration.ofSeconds(config.retryFirst()),
                        Duration.ofSeconds(config.retryLongest()));
    }

    private static PeerTrust trust(StoaConfig.S2s config) throws PlainException {
        try {
            return PeerTrust.of(config.trust());
        } catch (CertificateProblem e) {
            throw new PlainException("s2s.trust: " + e.getMessage(), e);
        }
    }

    CompletionStage<InetSocketAddress> listen(InetSocketAddress address, boolean direct) {
        return streams.listen(address, direct);
    }

    static InetAddress bind(StoaConfig.S2s config) throws Exception {
        return InetAddress.getByName(config.bind());
    }

    CompletionStage<Void> close() {
        return streams.close().whenComplete((closed, failure) -> targets.close());
    }
}
