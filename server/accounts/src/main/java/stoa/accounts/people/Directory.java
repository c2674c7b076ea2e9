package stoa.accounts.people;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/**
 * The people of the served domains: every enabled account, in memory (about 200 bytes each), so
 * that no event loop has to ask the store whether somebody exists. Loaded at start and told of
 * every change after it is durable.
 *
 * <p>Safe on any thread. Changes of one domain are made one at a time and told in that order.
 */
public final class Directory {
    /**
     * A domain's people have changed.
     *
     * @param disabled the account is there no more for others, but its data is
     */
    public record Change(
            String domain, BareJid address, boolean disabled, Listing before, Listing after) {}

    private static final class House {
        private volatile Listing listing = Listing.NOBODY;
        private int count;
    }

    private final int everyoneLimit;
    private final Map<BareJid, Person> people = new ConcurrentHashMap<>();
    private final Map<String, House> houses = new ConcurrentHashMap<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    /**
     * An empty directory.
     *
     * @param everyoneLimit up to so many people of a domain see each other ({@code
     *     roster.everyone_limit}); 0: never
     */
    public Directory(int everyoneLimit) {
        this.everyoneLimit = everyoneLimit;
    }

    /** Reads the accounts of these domains; before any listener opens. */
    public CompletionStage<Void> load(AccountStore accounts, Collection<DomainJid> domains) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (DomainJid domain : domains) {
            all = all.thenCompose(done -> load(accounts, domain.domain(), null));
        }
        return all;
    }

    private CompletionStage<Void> load(
            AccountStore accounts, String domain, @Nullable String afterLocal) {
        return accounts.list(domain, afterLocal, AccountStore.MAX_LISTED)
                .thenCompose(
                        page -> {
                            page.forEach(this::saved);
                            return page.size() < AccountStore.MAX_LISTED
                                    ? CompletableFuture.<Void>completedFuture(null)
                                    : load(accounts, domain, page.getLast().address().local());
                        });
    }

    /** An account was made or changed, durably. One that is disabled counts as gone. */
    public void saved(Account account) {
        if (!account.enabled()) {
            gone(account.address(), true);
            return;
        }
        Person person = Person.of(account);
        House house = house(person.address().domain());
        synchronized (house) {
            Person before = people.put(person.address(), person);
            if (person.equals(before)) {
                return;
            }
            house.count += before == null ? 1 : 0;
            relist(house, person.address(), person, false);
        }
    }

    /** An account is gone, durably. */
    public void removed(BareJid account) {
        gone(account, false);
    }

    private void gone(BareJid account, boolean disabled) {
        House house = house(account.domain());
        synchronized (house) {
            if (people.remove(account) != null) {
                house.count--;
                relist(house, account, null, disabled);
            }
        }
    }

    /** Makes the domain's next listing and tells of it; holding the house. */
    private void relist(House house, BareJid address, @Nullable Person person, boolean disabled) {
        Listing before = house.listing;
        if (house.count > everyoneLimit) {
            house.listing = Listing.TOO_MANY;
        } else if (!before.listed()) {
            house.listing = Listing.of(peopleOf(address.domain()));
        } else {
            house.listing = person == null ? before.without(address) : before.with(person);
        }
        Change change = new Change(address.domain(), address, disabled, before, house.listing);
        listeners.forEach(listener -> listener.accept(change));
    }

    private List<Person> peopleOf(String domain) {
        return people.values().stream().filter(p -> p.address().domain().equals(domain)).toList();
    }

    private House house(String domain) {
        return houses.computeIfAbsent(domain, key -> new House());
    }

    /** Whether people of one domain are listed to each other at all, if they are few enough. */
    public boolean mayListEverybody() {
        return everyoneLimit > 0;
    }

    public boolean exists(BareJid account) {
        return people.containsKey(account);
    }

    public @Nullable Person find(BareJid account) {
        return people.get(account);
    }

    /** Everybody of a domain, if they are listed to each other. */
    public Listing listing(String domain) {
        House house = houses.get(domain);
        return house == null ? Listing.NOBODY : house.listing;
    }

    /** Tells of changes from now on, on the thread that makes them; must only hand over. */
    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    public int size() {
        return people.size();
    }
}
