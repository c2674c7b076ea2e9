package stoa.accounts;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.Directory;
import stoa.accounts.people.PeopleIndex;
import stoa.core.journal.Change;
import stoa.core.journal.JournalStore;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.memory.MemoryStore;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.Person;
import stoa.testkit.Story;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Stanza;

/** Accounts on a server in memory, with the cast in their houses. */
final class AccountsHouse {
    final ManualClock clock = new ManualClock();
    final MemoryStore store;
    InMemoryServer server;
    Accounts accounts;
    Directory directory;
    PeopleIndex index;
    Story story;
    private final AccountSettings settings;
    private final int everyoneLimit;
    private final List<Person> cast;
    private final Deque<Runnable> reads = new ArrayDeque<>();
    private boolean inOrder = true;
    private long unsureBefore;
    private boolean failing;
    private boolean dying;
    private boolean holdingReads;

    /** The store, and a process that may die between the commit and all that follows it. */
    private final class Dying implements JournalStore {
        @Override
        public void commit(List<Change> changes) throws Exception {
            store.commit(changes);
            if (dying) {
                throw new IOException("the process is dead");
            }
        }

        @Override
        public long lastArchiveId() {
            return store.lastArchiveId();
        }
    }

    AccountsHouse(AccountSettings settings, int everyoneLimit, Person... cast) {
        this.settings = settings;
        this.everyoneLimit = everyoneLimit;
        this.cast = List.of(cast);
        this.store = new MemoryStore(this::read, this::beforeCommit);
        for (Person person : cast) {
            commit(new AccountSaved(account(person, null)));
        }
        start();
    }

    /** Everybody of the domain is listed. */
    static AccountsHouse listed() {
        return new AccountsHouse(
                AccountSettings.DEFAULTS,
                500,
                Person.JULIET,
                Person.ROMEO,
                Person.MERCUTIO,
                Person.TYBALT);
    }

    /** Rosters are the users' own. */
    static AccountsHouse unlisted() {
        return new AccountsHouse(
                AccountSettings.DEFAULTS,
                0,
                Person.JULIET,
                Person.ROMEO,
                Person.MERCUTIO,
                Person.TYBALT);
    }

    /** Starts the server, or another one on what the first has stored: the first one is dead. */
    void start() {
        if (!inOrder) {
            unsureBefore = store.lastArchiveId() + 1;
        }
        inOrder = false;
        server = new InMemoryServer(new Dying(), clock, "example.org", "capulet.example");
        directory = new Directory(everyoneLimit);
        index = new PeopleIndex(directory);
        directory.load(store.accounts(), server.domains().all()).toCompletableFuture().join();
        accounts =
                new Accounts(
                        settings,
                        store,
                        directory,
                        server.hooks(),
                        server.domains(),
                        server.services(),
                        server.registry(),
                        clock,
                        server.timers());
        story = new Story(server);
        server.gate(accounts);
    }

    /** Fixes the hooks; what a story installs comes before. */
    AccountsHouse open() {
        accounts.start(server.journal(), server.scheduler(), InMemoryServer.LIMITS, unsureBefore);
        return this;
    }

    /** Everybody has left and everything is stored: the server stops in order. */
    void stopInOrder() {
        server.settle();
        inOrder = true;
    }

    /** Commits what waits and lets nobody hear of it: the process dies there. */
    void commitOnly() {
        dying = true;
        server.journal().commitWaiting();
        dying = false;
    }

    /** What of that kind the client gets next, whatever comes before. */
    <T extends Stanza> T skipTo(TestClient client, Class<T> kind) {
        Stanza next = client.next();
        while (!kind.isInstance(next)) {
            next = client.next();
        }
        return kind.cast(next);
    }

    void failCommits(boolean fail) {
        failing = fail;
    }

    /** What is read from the store comes late: when this is taken back. */
    void holdReads(boolean hold) {
        holdingReads = hold;
        while (!hold && !reads.isEmpty()) {
            reads.poll().run();
        }
    }

    private void read(Runnable task) {
        if (holdingReads) {
            reads.add(task);
        } else {
            task.run();
        }
    }

    private void beforeCommit(List<Change> changes) throws Exception {
        if (failing) {
            throw new IOException("the disk is full");
        }
    }

    void add(Person person, String name) {
        Account account = account(person, name);
        commit(new AccountSaved(account));
        directory.saved(account);
        server.settle();
    }

    void remove(Person person) {
        commit(new AccountDeleted(person.address()));
        directory.removed(person.address());
        server.settle();
    }

    List<Person> cast() {
        return cast;
    }

    private void commit(Change change) {
        try {
            store.commit(List.of(change));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Account account(Person person, @Nullable String name) {
        return new Account(person.address(), name, true, false, Instant.EPOCH);
    }
}
