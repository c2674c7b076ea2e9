package stoa.net.stream;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.SteadyClock;
import stoa.core.hook.Hooks;
import stoa.core.hook.Observe;
import stoa.core.hook.SessionLife;
import stoa.core.route.ServedDomains;
import stoa.core.session.ClientGate;
import stoa.core.session.RegistrationGate;
import stoa.core.session.Session;
import stoa.net.NetMetrics;
import stoa.net.limit.NetLimits;
import stoa.net.login.SignIn;
import stoa.net.loop.VertxLoops;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** What all client streams of a server share. Safe on any thread. */
public final class StreamServer {
    private static final int STREAM_ID_BYTES = 12;

    final ServedDomains domains;
    final ClientGate gate;
    final RegistrationGate registration;
    final Hooks hooks;
    final SignIn signIn;
    final MailboxScheduler scheduler;
    final VertxLoops threads;
    final StreamLimits limits;
    final NetLimits rates;
    final SteadyClock clock;
    final NetMetrics metrics;
    final Resumptions resumptions = new Resumptions();
    final List<StreamLoop> loops = new ArrayList<>();
    final List<Element> bind2Features;
    final Observe<SessionLife.Waiting>.Chain waiting;
    final Observe<Session>.Chain reached;
    private final SecureRandom random = new SecureRandom();
    private final Map<BareJid, Integer> resources = new ConcurrentHashMap<>();

    public StreamServer(
            ServedDomains domains,
            ClientGate gate,
            RegistrationGate registration,
            Hooks hooks,
            SignIn signIn,
            MailboxScheduler scheduler,
            VertxLoops threads,
            StreamLimits limits,
            NetLimits rates,
            SteadyClock clock,
            NetMetrics metrics) {
        this.domains = domains;
        this.gate = gate;
        this.registration = registration;
        this.hooks = hooks;
        this.signIn = signIn;
        this.scheduler = scheduler;
        this.threads = threads;
        this.limits = limits;
        this.rates = rates;
        this.clock = clock;
        this.metrics = metrics;
        for (int i = 0; i < threads.count(); i++) {
            loops.add(new StreamLoop(i, threads.loop(i), scheduler));
        }
        waiting = hooks.observersOf(SessionLife.WAITING);
        reached = hooks.observersOf(SessionLife.REACHED);
        List<Element> inline = new ArrayList<>();
        inline.add(bind2Feature(Namespaces.SM));
        inline.add(bind2Feature(Namespaces.CSI));
        hooks.bind2().keySet().stream()
                .map(Name::namespace)
                .distinct()
                .sorted()
                .forEach(namespace -> inline.add(bind2Feature(namespace)));
        bind2Features = List.copyOf(inline);
    }

    private static Element bind2Feature(String namespace) {
        return Element.of("feature", Namespaces.BIND2).attribute("var", namespace).build();
    }

    /** The loop whose thread this is. */
    public StreamLoop currentLoop() {
        return loops.get(threads.currentIndex());
    }

    /** The stream side of the loop with that index. */
    public StreamLoop loop(int index) {
        return loops.get(index);
    }

    public NetMetrics metrics() {
        return metrics;
    }

    public StreamLimits limits() {
        return limits;
    }

    public long now() {
        return clock.millis();
    }

    String newStreamId() {
        byte[] bytes = new byte[STREAM_ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Counts one more session of the account; false when it has too many. */
    boolean addResource(BareJid account) {
        int count = resources.merge(account, 1, Integer::sum);
        if (count <= limits.resources()) {
            return true;
        }
        removeResource(account);
        return false;
    }

    void removeResource(BareJid account) {
        resources.computeIfPresent(account, (key, count) -> count == 1 ? null : count - 1);
    }

    /**
     * The server stops: ends the sessions that wait for their clients, so that what they were not
     * told is kept for them.
     */
    public void endWaiting() {
        for (ClientSession session : resumptions.sessions()) {
            session.end("system-shutdown", "");
        }
    }

    /**
     * Has every stream and session look at the time, each on its own loop. A timer does so once a
     * second.
     */
    public void sweep() {
        for (StreamLoop loop : loops) {
            loop.executor().execute(() -> loop.sweep(now()));
        }
    }
}
