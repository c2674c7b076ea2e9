package stoa.net.s2s;

import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.SteadyClock;
import stoa.core.route.PeerLists;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.net.loop.Defect;
import stoa.net.loop.VertxLoops;
import stoa.net.s2s.dns.Targets;
import stoa.net.tls.PeerTlsContexts;
import stoa.net.tls.PeerTrust;
import stoa.xmpp.jid.DomainJid;

/** What all streams between servers share. Safe on any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a timer
final class S2sContext {
    private static final Logger LOG = LoggerFactory.getLogger(S2sContext.class);
    private static final int STREAM_ID_BYTES = 18;

    final ServedDomains domains;
    final Services services;
    final Router router;
    final S2sPolicy policy;
    private final PeerLists lists;
    final S2sLimits limits;
    final PeerTlsContexts tls;
    final PeerTrust trust;
    final DialbackKeys keys;
    final VertxLoops loops;
    final SteadyClock clock;
    final S2sMetrics metrics;
    final Links links = new Links(this);
    final Resumables resumables = new Resumables();
    final Connector connector;
    final Set<PeerStream> streams = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    S2sContext(ServerToServer.Parts parts, byte[] secret) {
        this.domains = parts.domains();
        this.services = parts.services();
        this.router = parts.router();
        this.policy = parts.policy();
        this.lists = parts.lists();
        this.limits = parts.limits();
        this.tls = parts.tls();
        this.trust = parts.trust();
        this.loops = parts.loops();
        this.clock = parts.clock();
        this.metrics = parts.metrics();
        this.keys = new DialbackKeys(secret);
        Targets targets = parts.targets();
        this.connector = new Connector(this, targets);
    }

    long now() {
        return clock.millis();
    }

    /** Unpredictable, as dialback wants it (XEP-0220 section 4). */
    String newStreamId() {
        byte[] bytes = new byte[STREAM_ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A number of that span, both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Runs the task on a loop after that time. */
    void later(long delayMs, Runnable task) {
        if (!closed) {
            EventExecutor loop = loops.group().next();
            loop.schedule(() -> run(task), Math.max(0, delayMs), TimeUnit.MILLISECONDS);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // nobody asks the future
            LOG.error("s2s_timer_failed {}", Defect.of(e));
        }
    }

    /**
     * The domain of ours, or of a service of ours, that is open to others and hosts that address.
     */
    boolean hosts(DomainJid domain) {
        String house = domains.house(domain.domain());
        return house != null
                && policy.isOpen(house)
                && (domains.serves(domain.domain()) || services.at(domain.domain()) != null);
    }

    /** Whether the one, which we host, may talk with the other, which we do not. */
    boolean permits(DomainPair pair) {
        String house = domains.house(pair.local().domain());
        return house != null
                && domains.isElsewhere(pair.remote().domain())
                && permits(house, pair.remote().domain());
    }

    /** Whether the configuration and the domain's own lists let it talk with that one. */
    boolean permits(String house, String other) {
        return policy.permits(house, other) && lists.mayTalk(house, other);
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** A header's address as a domain, or null when it is none. */
    static @Nullable DomainJid domain(@Nullable String address) {
        try {
            return address == null ? null : DomainJid.of(address);
        } catch (stoa.xmpp.jid.InvalidJidException e) {
            return null;
        }
    }
}
