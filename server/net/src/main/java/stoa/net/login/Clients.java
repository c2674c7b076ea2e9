package stoa.net.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Change;
import stoa.store.account.ClientForgotten;
import stoa.store.account.ClientSeen;
import stoa.store.account.ClientStore;
import stoa.store.account.KnownClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

/**
 * Which clients are connected, and which have been: what XEP-0494 lists and XEP-0386 ends. Safe on
 * any thread; what is noted is stored a moment later and nobody waits for it.
 */
public final class Clients {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    /** Who was noted so short a time ago is not noted again for that alone. */
    private static final Duration PRECISION = Duration.ofMinutes(10);

    /**
     * What is remembered.
     *
     * @param remember how long a client that has no token is remembered after it was last seen;
     *     zero for not at all
     * @param most clients of an account that are remembered; the one that was away longest goes
     */
    public record Settings(Duration remember, int most) {
        public static final Settings DEFAULTS = new Settings(Duration.ofDays(90), 50);

        /** These settings with another time. */
        public Settings withRemember(Duration longest) {
            return new Settings(longest, most);
        }
    }

    /** A session, connected or waiting for its client to resume it. Safe on any thread. */
    public interface Connected {
        FullJid address();

        /** Unique among all sessions this process ever had. */
        long number();

        SignedIn signedIn();

        /** Ends it with a stream error's condition (RFC 6120 section 4.9.3). */
        void end(String streamErrorCondition, String text);
    }

    private final ClientStore store;
    private final Function<List<Change>, CompletionStage<Void>> journal;
    private final Settings settings;
    private final InstantSource clock;
    private final Map<BareJid, Set<Connected>> connected = new ConcurrentHashMap<>();

    /** The grants that ended last; a stream has a minute or so between signing in and binding. */
    private final Set<String> ended =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > PasswordChanges.MOST;
                                }
                            }));

    /**
     * @param journal stores changes; its stage completes when they are durable
     */
    public Clients(
            ClientStore store,
            Function<List<Change>, CompletionStage<Void>> journal,
            Settings settings,
            InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    /** The time that sign-ins are noted with. */
    public Instant now() {
        return clock.instant();
    }

    /** A session has begun. */
    public void begun(Connected session) {
        connected.compute(
                session.address().account(),
                (account, others) -> {
                    Set<Connected> all = others == null ? new HashSet<>() : new HashSet<>(others);
                    all.add(session);
                    return Set.copyOf(all);
                });
    }

    /** A session is over; told twice it is over once. */
    public void ended(Connected session) {
        boolean[] known = {false};
        connected.computeIfPresent(
                session.address().account(),
                (account, sessions) -> {
                    Set<Connected> rest = new HashSet<>(sessions);
                    known[0] = rest.remove(session);
                    return rest.isEmpty() ? null : Set.copyOf(rest);
                });
        if (known[0]) {
            note(session.address().account(), session.signedIn(), true);
        }
    }

    /** The sessions of an account. */
    public Set<Connected> connected(BareJid account) {
        return connected.getOrDefault(account, Set.of());
    }

    /** XEP-0386 section 4.2: a client that binds anew has no other session any more. */
    public void endOthers(Connected session) {
        UserAgent agent = session.signedIn().agent();
        if (agent == null || agent.isApplication()) { // which may run in several places
            return;
        }
        for (Connected other : connected(session.address().account())) {
            UserAgent its = other.signedIn().agent();
            if (other != session && its != null && its.id().equals(agent.id())) {
                other.end("conflict", "This client has connected anew.");
            }
        }
    }

    /** Notes that a client has signed in; one without a name leaves nothing behind. */
    public void seen(BareJid account, SignedIn how) {
        note(account, how, false);
    }

    private void note(BareJid account, SignedIn how, boolean leaves) {
        UserAgent agent = how.agent();
        if (agent == null || settings.remember().isZero()) {
            return;
        }
        boolean password = how.byPassword() && !leaves;
        CompletionStage<?> _ =
                store.all(account)
                        .thenApply(known -> changes(account, agent, password, leaves, known))
                        .thenCompose(
                                changes ->
                                        changes.isEmpty()
                                                ? CompletableFuture.completedFuture(null)
                                                : journal.apply(changes))
                        .exceptionally(
                                failure -> {
                                    LOG.warn("client_not_noted", failure);
                                    return null;
                                });
    }

    /**
     * What is to be stored.
     *
     * @param leaves whether it only leaves: then it is not noted anew. Somebody may have revoked
     *     its access, or changed the password that it knew.
     */
    private List<Change> changes(
            BareJid account,
            UserAgent agent,
            boolean password,
            boolean leaves,
            List<KnownClient> known) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        boolean note = !leaves;
        int others = 0;
        for (KnownClient one : known) {
            if (one.id().equals(agent.id())) {
                note = !tellsNothing(one, agent, password, now);
            } else if (++others >= settings.most() || isOver(one, now)) {
                changes.add(new ClientForgotten(account, one.id()));
            }
        }
        if (note) {
            changes.add(
                    new ClientSeen(
                            account, agent.id(), agent.software(), agent.device(), now, password));
        }
        return changes;
    }

    private static boolean tellsNothing(
            KnownClient known, UserAgent agent, boolean password, Instant now) {
        return now.isBefore(known.lastSeen().plus(PRECISION))
                && (known.knowsPassword() || !password)
                && (agent.software() == null || agent.software().equals(known.software()))
                && (agent.device() == null || agent.device().equals(known.device()));
    }

    private boolean isOver(KnownClient known, Instant now) {
        return known.lastSeen().plus(settings.remember()).isBefore(now);
    }

    /** What is remembered of an account's clients; the one seen last comes first. */
    public CompletionStage<List<KnownClient>> known(BareJid account) {
        Instant now = clock.instant();
        return store.all(account)
                .thenApply(all -> all.stream().filter(one -> !isOver(one, now)).toList());
    }

    /**
     * An application's grant is over (XEP-0493): its sessions end, and who has shown its token and
     * has no session yet gets none.
     */
    public void grantEnded(BareJid account, String clientId) {
        ended.add(clientId);
        for (Connected session : connected(account)) {
            UserAgent agent = session.signedIn().agent();
            if (agent != null && agent.id().equals(clientId)) {
                session.end("not-authorized", "The leave to use this account was taken back.");
            }
        }
    }

    /** Whether it was by a grant that is over. */
    boolean isOver(SignedIn how) {
        return how.agent() != null && ended.contains(how.agent().id());
    }

    /** Forgets a client. */
    public CompletionStage<Void> forget(BareJid account, String clientId) {
        return journal.apply(List.of(new ClientForgotten(account, clientId)));
    }
}
