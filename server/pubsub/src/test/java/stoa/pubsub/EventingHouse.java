package stoa.pubsub;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import stoa.accounts.AccountSettings;
import stoa.accounts.Accounts;
import stoa.accounts.people.Directory;
import stoa.core.entity.EntityRuntime;
import stoa.core.journal.Change;
import stoa.core.route.Acquaintances;
import stoa.features.disco.ServiceDiscovery;
import stoa.features.privatexml.PrivateXml;
import stoa.features.vcardtemp.VcardTemp;
import stoa.pubsub.avatar.UserAvatars;
import stoa.pubsub.node.Limits;
import stoa.pubsub.pep.PepBookmarks;
import stoa.pubsub.pep.PersonalEventing;
import stoa.pubsub.shared.SharedNodes;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.memory.MemoryStore;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.Person;
import stoa.xmpp.jid.FullJid;

/** A server in memory with accounts and personal eventing, on which stories play. */
final class EventingHouse {
    final ManualClock clock = new ManualClock();
    final MemoryStore store;
    private final Limits limits;
    private final int everyoneLimit;
    private boolean failing;
    InMemoryServer server;
    Accounts accounts;
    Directory directory;
    PersonalEventing eventing;
    SharedNodes shared;

    EventingHouse(Limits limits, int everyoneLimit, Change... stored) {
        this.limits = limits;
        this.everyoneLimit = everyoneLimit;
        this.store =
                new MemoryStore(
                        Runnable::run,
                        changes -> {
                            if (failing) {
                                throw new java.io.IOException("the disk is full");
                            }
                        });
        for (Person person :
                List.of(
                        Person.JULIET,
                        Person.ROMEO,
                        Person.MERCUTIO,
                        Person.NURSE,
                        Person.TYBALT)) {
            commit(
                    new AccountSaved(
                            new Account(person.address(), null, true, false, Instant.EPOCH)));
        }
        for (Change change : stored) {
            commit(change);
        }
        start();
    }

    /** Everybody of the domain is listed. */
    static EventingHouse listed() {
        return new EventingHouse(Limits.DEFAULTS, 500);
    }

    /** Rosters are the users' own. */
    static EventingHouse unlisted() {
        return new EventingHouse(Limits.DEFAULTS, 0);
    }

    /** Starts the server, or another one on what the first has stored. */
    void start() {
        server = new InMemoryServer(store, clock, "example.org", "capulet.example");
        directory = new Directory(everyoneLimit);
        directory.load(store.accounts(), server.domains().all()).toCompletableFuture().join();
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
        eventing =
                new PersonalEventing(
                        new PersonalEventing.Parts(
                                store.pubsub(),
                                store.privateXml(),
                                server.journal(),
                                server.scheduler(),
                                clock,
                                server.timers(),
                                server.registry(),
                                server.domains(),
                                accounts,
                                accounts.blocks(),
                                accounts.router(),
                                limits));
        eventing.start().toCompletableFuture().join();
        shared =
                new SharedNodes(
                        new SharedNodes.Parts(
                                store.pubsub(),
                                store.privateXml(),
                                server.journal(),
                                server.scheduler(),
                                clock,
                                new SecureRandom(),
                                accounts.router(),
                                limits),
                        "pubsub",
                        server.domains().all());
        server.hooks()
                .install(
                        new ServiceDiscovery(
                                server.services(),
                                new Acquaintances(server.domains(), accounts),
                                server.hooks()::descriptors))
                .install(new PrivateXml(store.privateXml(), server.journal()))
                .install(new VcardTemp(store.vcards(), store.accounts(), server.journal()))
                .install(eventing)
                .install(shared)
                .install(new PepBookmarks(eventing))
                .install(new UserAvatars(eventing, accounts));
        accounts.start(server.journal(), server.scheduler(), EntityRuntime.Settings.DEFAULTS, 0);
    }

    /** A client that is online and wants nothing of anybody's nodes. */
    Reader client(FullJid address) {
        return new Reader(server.client(address));
    }

    void failCommits(boolean fail) {
        failing = fail;
    }

    void remove(Person person) {
        commit(new AccountDeleted(person.address()));
        directory.removed(person.address());
        eventing.forget(person.address());
        shared.forsake(person.address());
        server.settle();
    }

    private void commit(Change change) {
        try {
            store.commit(List.of(change));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
