package stoa.net.bosh;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.net.limit.AddressLimit;
import stoa.net.stream.StreamServer;

/** The sessions by their IDs, and how many an address has. Safe on any thread. */
public final class BoshSessions {
    private static final int SID_BYTES = 24;

    private record Entry(BoshSession session, InetAddress address) {}

    private final StreamServer server;
    private final BoshLimits limits;
    private final AddressLimit addresses;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> sessions = new ConcurrentHashMap<>();

    public BoshSessions(StreamServer server, BoshLimits limits) {
        this.server = server;
        this.limits = limits;
        this.addresses = new AddressLimit(limits.sessionsPerAddress());
    }

    StreamServer server() {
        return server;
    }

    BoshLimits limits() {
        return limits;
    }

    /** The session of that ID, or null. */
    @Nullable BoshSession find(String sid) {
        Entry entry = sessions.get(sid);
        return entry == null ? null : entry.session();
    }

    /** Creates a session on this loop and answers the request, or says why not. */
    void create(BoshRequest first, Exchange exchange, Peer peer) {
        byte[] bytes = new byte[SID_BYTES];
        random.nextBytes(bytes);
        String sid = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        BoshTerms terms = BoshTerms.of(first, sid, limits);
        if (terms == null) {
            exchange.answer(Binding.BAD_REQUEST.body(), BoshTerms.XML);
            return;
        }
        if (!addresses.begin(peer.address())) {
            server.metrics().connectionsRefused.increment();
            exchange.answer(Binding.POLICY_VIOLATION.body(), BoshTerms.XML);
            return;
        }
        BoshSession session = new BoshSession(this, terms, first, peer);
        sessions.put(sid, new Entry(session, peer.address()));
        session.take(first, exchange);
    }

    /** The session is over, and its client knows it or never asks. */
    void forget(BoshSession session) {
        Entry entry = sessions.remove(session.terms().sid());
        if (entry != null) {
            addresses.end(entry.address());
        }
    }

    boolean isForgotten(BoshSession session) {
        return !sessions.containsKey(session.terms().sid());
    }

    /** How many there are. */
    public int size() {
        return sessions.size();
    }

    /** The server stops: ends all streams with {@code system-shutdown}. */
    public void shutdown() {
        for (Entry entry : sessions.values()) {
            entry.session().loop().executor().execute(entry.session()::shutdown);
        }
    }
}
