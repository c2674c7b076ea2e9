package stoa.features;

import java.time.Instant;
import java.util.List;
import stoa.accounts.AccountSettings;
import stoa.accounts.Accounts;
import stoa.accounts.people.Directory;
import stoa.core.hook.Feature;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.memory.MemoryStore;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.Person;
import stoa.testkit.Story;

/** A server in memory with accounts, on which a feature's stories play. */
public final class House {
    public final ManualClock clock = new ManualClock();
    public final MemoryStore store = new MemoryStore();
    public final InMemoryServer server =
            new InMemoryServer(store, clock, "example.org", "capulet.example");
    public final Accounts accounts;
    public final Story story = new Story(server);

    public House(Person... cast) {
        this(500, cast);
    }

    /** With at most so many people listed to each other; 0 for rosters of their own. */
    public House(int everyoneLimit, Person... cast) {
        Directory directory = new Directory(everyoneLimit);
        for (Person person : cast) {
            Account account = new Account(person.address(), null, true, false, Instant.EPOCH);
            try {
                store.commit(List.of(new AccountSaved(account)));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            directory.saved(account);
        }
        accounts =
                new Accounts(
                        AccountSettings.DEFAULTS,
                        store,
                        directory,
                        server.hooks(),
                        server.domains(),
                        server.services(),
                        server.registry(),
                        clock,
                        server.timers());
        server.gate(accounts);
    }

    /** Installs these and opens the house. */
    public House with(Feature... features) {
        for (Feature feature : features) {
            server.hooks().install(feature);
        }
        accounts.start(server.journal(), server.scheduler(), InMemoryServer.LIMITS, 0);
        return this;
    }
}
