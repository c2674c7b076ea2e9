package stoa.net.s2s;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.SteadyClock;
import stoa.core.route.Federation;
import stoa.core.route.PeerLists;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.core.session.Receipt;
import stoa.net.loop.VertxLoops;
import stoa.net.s2s.dns.Targets;
import stoa.net.tls.PeerTlsContexts;
import stoa.net.tls.PeerTrust;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Our side of the streams to and from other servers. Safe on any thread.
 *
 * <p>What has been handed over and not yet sent is in memory only: should the process be killed, it
 * is lost, but for what is in its sender's history.
 */
public final class ServerToServer implements Federation {
    private static final Logger LOG = LoggerFactory.getLogger(ServerToServer.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final StanzaError TOO_MANY =
            Condition.RESOURCE_CONSTRAINT.error("Too many other servers are talked with.");

    /**
     * What it is made of.
     *
     * @param policy what the configuration says of who talks with whom
     * @param lists what the domains' administrators say besides; both must agree
     */
    public record Parts(
            ServedDomains domains,
            Services services,
            Router router,
            S2sPolicy policy,
            PeerLists lists,
            S2sLimits limits,
            Targets targets,
            PeerTlsContexts tls,
            PeerTrust trust,
            VertxLoops loops,
            SteadyClock clock,
            S2sMetrics metrics) {}

    private final S2sContext server;
    private final S2sListener listener;
    private final ScheduledFuture<?> sweeping;

    /**
     * @param secret from which dialback keys are made; the same on all servers of a domain
     */
    public ServerToServer(Parts parts, byte[] secret) {
        server = new S2sContext(parts, secret);
        listener = new S2sListener(server);
        sweeping = parts.loops().every(SWEEP, server.links::sweep);
    }

    @Override
    public boolean permits(String house, String domain) {
        return server.permits(house, domain);
    }

    @Override
    public void send(Stanza stanza, Receipt receipt) {
        DomainPair pair =
                new DomainPair(
                        DomainJid.of(Objects.requireNonNull(stanza.from()).domain()),
                        DomainJid.of(Objects.requireNonNull(stanza.to()).domain()));
        boolean taken = false;
        while (!taken) {
            Link link = server.links.of(pair);
            if (link == null) {
                refuse(stanza);
            }
            taken = link == null || link.send(stanza);
        }
        receipt.release();
    }

    private void refuse(Stanza stanza) {
        boolean unanswered =
                stanza.isError()
                        || (stanza instanceof Iq iq && !iq.isRequest())
                        || (stanza instanceof Presence presence
                                && presence.type() == Presence.Type.UNAVAILABLE);
        if (!unanswered) {
            server.metrics.bounced.increment();
            server.router.route(stanza.refuse(TOO_MANY));
        }
    }

    /**
     * Begins to listen for other servers.
     *
     * @param direct whether connections begin with TLS (XEP-0368); else STARTTLS
     * @return the address listened on; fails with the reason when it cannot be had
     */
    public CompletionStage<InetSocketAddress> listen(InetSocketAddress address, boolean direct) {
        return listener.listen(address, direct);
    }

    /** Pairs of domains between which something goes at the moment; for metrics. */
    public int links() {
        return server.links.size();
    }

    /**
     * Takes no more connections and makes none, and ends the streams with {@code system-shutdown}.
     */
    public CompletionStage<Void> close() {
        server.close();
        sweeping.cancel(false);
        int left = server.links.close();
        if (left > 0) {
            LOG.info("s2s_closed unsent={}", left);
        }
        server.streams.forEach(PeerStream::shutdown);
        return listener.close();
    }
}
