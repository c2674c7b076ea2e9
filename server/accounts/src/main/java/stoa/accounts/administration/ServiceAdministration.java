package stoa.accounts.administration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.Accounts;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.people.Administrators;
import stoa.accounts.provision.Provisioning;
import stoa.core.entity.Timers;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.SessionLife;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.journal.Journal;
import stoa.core.route.PeerLists;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.ServedDomains;
import stoa.store.Store;
import stoa.xmpp.jid.BareJid;

/**
 * XEP-0133: the commands by which administrators run their domain from a client, and what goes with
 * them: last logins, the message of the day, the welcome. Install it, then {@link #start} before
 * any listener opens; {@link #close} while the journal still runs.
 */
public final class ServiceAdministration implements Feature, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceAdministration.class);
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(30);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(2);

    /**
     * What it works with.
     *
     * @param aliases makes and changes them
     * @param peers where the lists of other domains are published
     * @param operator stops and restarts the server
     */
    public record Parts(
            Store store,
            Journal journal,
            InstantSource clock,
            Timers timers,
            Accounts accounts,
            Provisioning provisioning,
            AliasRegister aliases,
            Administrators administrators,
            ResourceRegistry registry,
            ServedDomains served,
            PeerLists peers,
            ServiceOperator operator) {}

    private final Timers timers;
    private final Visits visits;
    private final Notices notices;
    private final PeerCommands peers;
    private final List<AdminCommand> commands = new ArrayList<>();
    private volatile boolean closed;

    public ServiceAdministration(Parts parts) {
        Store store = parts.store();
        timers = parts.timers();
        visits = new Visits(store.visits(), parts.journal(), parts.clock());
        Announcer announcer = new Announcer(parts.accounts().router(), parts.registry());
        notices = new Notices(store.notices(), visits, parts.journal(), announcer, parts.clock());
        peers = new PeerCommands(store.peers(), parts.peers(), parts.journal(), parts.served());
        var gate = new AdminCommand.Gate(parts.administrators(), parts.served());
        commands.addAll(
                new UserCommands(
                                parts.provisioning(),
                                store.accounts(),
                                parts.registry(),
                                parts.served())
                        .commands(gate));
        commands.addAll(
                new UserReports(
                                parts.accounts(),
                                store.accounts(),
                                visits,
                                parts.registry(),
                                parts.served())
                        .commands(gate));
        commands.addAll(peers.commands(gate));
        commands.addAll(new AliasCommands(parts.aliases()).commands(gate));
        commands.addAll(new Counts(store.accounts(), parts.registry()).commands(gate));
        commands.addAll(new ReportCommands(store.reports()).commands(gate));
        commands.addAll(new NoticeCommands(notices, announcer).commands(gate));
        commands.addAll(
                new AdminList(store.accounts(), parts.administrators(), parts.provisioning())
                        .commands(gate));
        commands.addAll(
                new OperatorCommands(parts.operator(), announcer, parts.served(), timers)
                        .commands(gate));
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(133, "1.3.1"));
    }

    @Override
    public void install(Hooks hooks) {
        for (AdminCommand command : commands) {
            hooks.command(Target.SERVER, command);
            hooks.command(Target.ACCOUNT, command);
        }
        hooks.observe(SessionLife.BOUND, session -> visits.signedIn(session.address().account()));
        hooks.observe(SessionLife.AVAILABLE, notices::greet);
    }

    /** Reads what there is, and writes visits from now on; before any session begins. */
    public CompletionStage<Void> start() {
        timers.after(FLUSH_EVERY, this::flush);
        return notices.load().thenCompose(loaded -> peers.load());
    }

    private void flush() {
        if (!closed) {
            visits.flush().whenComplete((done, failure) -> timers.after(FLUSH_EVERY, this::flush));
        }
    }

    /** An account is gone. */
    public void forget(BareJid account) {
        visits.forget(account);
    }

    /** Writes the visits that were not written yet. */
    CompletionStage<Void> flushed() {
        closed = true;
        return visits.flush();
    }

    /** As {@link #flushed}, and waits a moment for it. */
    @Override
    public void close() {
        try {
            flushed().toCompletableFuture().get(FLUSH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) { // only last logins are lost
            LOG.warn("visits_not_saved reason=\"{}\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
