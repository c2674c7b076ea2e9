package stoa.testkit;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.hook.Hooks;
import stoa.core.journal.Journal;
import stoa.core.journal.JournalStore;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.core.session.ClientGate;
import stoa.core.session.Scope;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;

/**
 * A server without sockets, threads and a clock of its own: everything runs on the test's thread
 * when {@link #settle} is called, until nothing is left to do. A test puts the domains it is about
 * on top: installs their features on {@link #hooks} and names the {@link #gate}.
 */
public final class InMemoryServer {
    public static final EntityRuntime.Settings LIMITS = EntityRuntime.Settings.DEFAULTS;

    private static final long JOURNAL_BYTES = 16 * 1024 * 1024;

    private final ManualClock clock;
    private final ManualTimers timers;
    private final HandLoops loops = new HandLoops();
    private final MailboxScheduler scheduler = new MailboxScheduler(loops);
    private final Journal journal;
    private final Services services = new Services();
    private final Hooks hooks = new Hooks(services);
    private final ServedDomains domains;
    private final ResourceRegistry registry = new ResourceRegistry();
    private @Nullable ClientGate gate;

    public InMemoryServer(JournalStore store, ManualClock clock, String... servedDomains) {
        this.clock = clock;
        this.timers = new ManualTimers(clock.steady());
        this.journal = new Journal(store, clock, JOURNAL_BYTES, scheduler);
        this.domains = new ServedDomains(Arrays.stream(servedDomains).map(DomainJid::of).toList());
    }

    public ManualClock clock() {
        return clock;
    }

    public ManualTimers timers() {
        return timers;
    }

    public MailboxScheduler scheduler() {
        return scheduler;
    }

    public Journal journal() {
        return journal;
    }

    public Services services() {
        return services;
    }

    public Hooks hooks() {
        return hooks;
    }

    public ServedDomains domains() {
        return domains;
    }

    public ResourceRegistry registry() {
        return registry;
    }

    /** Where clients hand over. */
    public void gate(ClientGate clients) {
        gate = clients;
    }

    ClientGate gate() {
        return Objects.requireNonNull(gate, "no gate");
    }

    /** Runs everything until nothing is left to do: loops, commits, due timers. */
    public void settle() {
        boolean any = true;
        while (any) {
            any = loops.run();
            any |= journal.commitWaiting();
            any |= timers.fire();
        }
    }

    /** Runs the loops only: nothing is committed. */
    public void settleWithoutCommit() {
        loops.run();
    }

    /** A client, not bound yet. */
    public TestClient client(FullJid address) {
        return new TestClient(this, address, null);
    }

    /** An application that the account's owner has let in (XEP-0493), not bound yet. */
    public TestClient application(FullJid address, Scope scope) {
        return new TestClient(this, address, scope);
    }
}
