package stoa.app.serve;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.AccountSettings;
import stoa.accounts.Accounts;
import stoa.accounts.CommunicationsBlocking;
import stoa.accounts.InstantMessaging;
import stoa.accounts.people.Directory;
import stoa.accounts.provision.Provisioning;
import stoa.app.command.Version;
import stoa.app.config.ServiceAddresses;
import stoa.app.config.StoaConfig;
import stoa.archive.History;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.EventLoops;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.Timers;
import stoa.core.hook.Hooks;
import stoa.core.journal.Journal;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.features.carbons.Carbons;
import stoa.features.contact.ContactAddresses;
import stoa.features.disco.ServiceDiscovery;
import stoa.features.extdisco.ExternalServices;
import stoa.features.last.LastActivity;
import stoa.features.legacysession.LegacySession;
import stoa.features.ping.Ping;
import stoa.features.privatexml.PrivateXml;
import stoa.features.time.EntityTime;
import stoa.features.vcardtemp.VcardTemp;
import stoa.features.version.SoftwareVersion;
import stoa.files.HttpFileUpload;
import stoa.net.component.Component;
import stoa.net.component.Components;
import stoa.net.stream.Negotiation;
import stoa.pubsub.avatar.UserAvatars;
import stoa.pubsub.node.Limits;
import stoa.pubsub.pep.PepBookmarks;
import stoa.pubsub.pep.PersonalEventing;
import stoa.rooms.MultiUserChat;
import stoa.rooms.OccupantIds;
import stoa.rooms.RoomRules;
import stoa.rooms.Rooms;
import stoa.rooms.RouterOutput;
import stoa.store.Store;
import stoa.store.account.Account;
import stoa.store.run.Run;
import stoa.store.run.RunSaved;
import stoa.webapi.Administrators;
import stoa.webapi.ApiTokenFeature;
import stoa.webapi.ApiTokens;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/**
 * Everything behind the listeners, put together: the journal, accounts, rooms, archive and features
 * of the served domains. One line of {@link #install} plugs in a XEP.
 */
final class Assembly implements AutoCloseable {
    private static final Duration ROOMS_PATIENCE = Duration.ofSeconds(2);
    private static final Duration UNLOAD_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /** Those of the start; {@link #served} may become more. */
    final List<DomainJid> domains;

    final ServedDomains served;
    private final Store store;
    final Journal journal;
    final MailboxScheduler scheduler;
    final Hooks hooks;
    final Accounts accounts;
    final Rooms rooms;
    private final PersonalEventing eventing;
    final Directory directory;
    final Provisioning provisioning;
    final Administrators administrators;
    final ApiTokens apiTokens;
    final ResourceRegistry registry;
    final Sharing uploads;
    final List<Component> components;
    final byte[] saslSecret;
    final byte[] tokenSecret;
    private final Run run;
    private final Timers timers = Timers.ofOneThread();
    private volatile boolean closed;

    Assembly(StoaConfig config, Store store, EventLoops loops, Executor deriving) throws Exception {
        this.store = store;
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        domains = Domains.served(config, store);
        served = new ServedDomains(domains);
        scheduler = new MailboxScheduler(loops);
        run = begin(store);
        saslSecret = Secrets.ensure(store, "sasl");
        tokenSecret = Secrets.ensure(store, "fast-tokens");
        byte[] occupantSecret = Secrets.ensure(store, "occupant-ids");
        journal = new Journal(store, clock, Bounds.JOURNAL_BYTES, scheduler);
        directory = new Directory(config.roster().everyoneLimit());
        directory.load(store.accounts(), domains).toCompletableFuture().get();
        Services services = new Services();
        hooks = new Hooks(services);
        registry = new ResourceRegistry();
        accounts =
                new Accounts(
                        AccountSettings.DEFAULTS
                                .withArchive(config.archiveEnabled())
                                .withEveryoneGroup(config.roster().group()),
                        store,
                        directory,
                        hooks,
                        served,
                        services,
                        registry,
                        clock,
                        timers);
        Router router = accounts.router();
        History history = new History(store.archive(), router);
        rooms =
                new Rooms(
                        new Rooms.Parts(
                                store.rooms(),
                                store.archive(),
                                store.vcards(),
                                journal,
                                scheduler,
                                clock,
                                new RouterOutput(router),
                                history,
                                RoomRules.of(new OccupantIds(occupantSecret))
                                        .withArchive(config.archiveEnabled())
                                        .withBlocks(accounts.blocks())));
        eventing =
                new PersonalEventing(
                        new PersonalEventing.Parts(
                                store.pubsub(),
                                store.privateXml(),
                                journal,
                                scheduler,
                                clock,
                                timers,
                                registry,
                                served,
                                accounts,
                                accounts.blocks(),
                                Limits.DEFAULTS));
        provisioning =
                new Provisioning(
                        store.accounts(),
                        journal,
                        Bounds.passwordKeys(),
                        deriving,
                        clock,
                        new Listed(directory, eventing));
        administrators = new Administrators(store.accounts(), Set.copyOf(config.admins()));
        apiTokens = new ApiTokens(random, clock);
        install(config, store, services, history, clock);
        uploads = new Sharing(config, store.files(), router, random, clock);
        components =
                config.components().all().stream()
                        .map(one -> new Component(one.address(), one.secret(), router))
                        .toList();
        hooks.install(new Components(components));
        hooks.install(new HttpFileUpload(domains.stream().map(uploads::service).toList()));
        eventing.start().toCompletableFuture().get();
        List<DomainJid> conferences = domains.stream().map(Assembly::roomsOf).toList();
        for (DomainJid conference : conferences) {
            rooms.start(conference).toCompletableFuture().get();
        }
        hooks.install(new MultiUserChat(rooms, conferences));
        accounts.start(journal, scheduler, EntityRuntime.Settings.DEFAULTS, run.unsureBefore());
        journal.start();
        timers.after(UNLOAD_EVERY, this::unload);
        timers.after(ABANDONED_AFTER, rooms::dropAbandoned);
    }

    /**
     * Notes that a process is running. Did the last one not come to its end, then what it had sent
     * may not have arrived.
     */
    private static Run begin(Store store) throws Exception {
        Run last = store.runs().last().toCompletableFuture().get();
        Run now = new Run(false, last.ended() ? last.unsureBefore() : store.lastArchiveId() + 1);
        store.commit(List.of(new RunSaved(now)));
        return now;
    }

    /** The features, in no particular order. */
    private void install(
            StoaConfig config,
            Store store,
            Services services,
            History history,
            InstantSource clock) {
        hooks.install(new ServiceDiscovery(services, hooks::descriptors))
                .install(new Negotiation())
                .install(new InstantMessaging())
                .install(new CommunicationsBlocking())
                .install(new Carbons(accounts))
                .install(new Ping())
                .install(new ContactAddresses(config.contacts()))
                .install(new SoftwareVersion(Version.text()))
                .install(new EntityTime(clock))
                .install(new LastActivity(clock))
                .install(new LegacySession())
                .install(
                        new ExternalServices(
                                config.calls().services(), config.calls().secret(), clock))
                .install(new PrivateXml(store.privateXml(), journal))
                .install(new VcardTemp(store.vcards(), store.accounts(), journal))
                .install(eventing)
                .install(new PepBookmarks(eventing))
                .install(new UserAvatars(eventing, accounts))
                .install(new ApiTokenFeature(administrators, apiTokens));
        if (config.archiveEnabled()) {
            hooks.install(history);
        }
    }

    /**
     * Reads what there is of a domain that is not served yet; blocking.
     *
     * @return begins to serve it, but for the listeners and {@link #served}
     */
    Runnable prepare(DomainJid domain) throws Exception {
        DomainJid conference = roomsOf(domain);
        directory.load(store.accounts(), List.of(domain)).toCompletableFuture().get();
        rooms.start(conference).toCompletableFuture().get();
        return () -> {
            hooks.service(rooms.service(conference));
            hooks.service(uploads.service(domain));
        };
    }

    private static DomainJid roomsOf(DomainJid domain) {
        return DomainJid.of(ServiceAddresses.ROOMS + "." + domain);
    }

    /** How many entities of each kind are in memory, for metrics. */
    Map<String, Integer> loaded() {
        Map<String, Integer> loaded = new LinkedHashMap<>();
        loaded.put("account", accounts.loaded());
        loaded.put("room", rooms.loaded());
        loaded.put("pubsub", eventing.loaded());
        return loaded;
    }

    private void unload() {
        if (!closed) {
            accounts.unloadIdle();
            rooms.unloadIdle();
            eventing.unloadIdle();
            timers.after(UNLOAD_EVERY, this::unload);
        }
    }

    /**
     * Tells the rooms, then commits and speaks what waits; the listeners are still there to hear
     * it.
     */
    @Override
    public void close() {
        closed = true;
        rooms.close(ROOMS_PATIENCE);
        journal.close();
        end();
    }

    private void end() {
        try {
            store.commit(List.of(new RunSaved(new Run(true, run.unsureBefore()))));
        } catch (Exception e) { // then the next start takes it for killed, which loses nothing
            LOG.warn("run_end_not_saved reason=\"{}\"", e.getMessage());
        }
    }

    /** Contact lists and nodes follow accounts that come and go. */
    private record Listed(Directory directory, PersonalEventing eventing)
            implements Provisioning.Listener {
        @Override
        public void created(Account account) {
            directory.saved(account);
        }

        @Override
        public void deleted(BareJid account) {
            directory.removed(account);
            eventing.forget(account);
        }
    }
}
