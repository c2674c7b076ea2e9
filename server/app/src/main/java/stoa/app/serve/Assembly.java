package stoa.app.serve;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.AccountSettings;
import stoa.accounts.Accounts;
import stoa.accounts.CommunicationsBlocking;
import stoa.accounts.InstantMessaging;
import stoa.accounts.PresenceWatching;
import stoa.accounts.administration.ServiceAdministration;
import stoa.accounts.administration.ServiceOperator;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.alias.Aliases;
import stoa.accounts.invite.Invitations;
import stoa.accounts.invite.InviteAddresses;
import stoa.accounts.invite.InviteCommands;
import stoa.accounts.invite.Inviters;
import stoa.accounts.invite.InvitingPolicy;
import stoa.accounts.people.Administrators;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.Directory;
import stoa.accounts.people.PeopleIndex;
import stoa.accounts.people.UserSearch;
import stoa.accounts.provision.Provisioning;
import stoa.accounts.register.InBandRegistration;
import stoa.accounts.register.RegistrationDesk;
import stoa.accounts.register.RegistrationLimits;
import stoa.accounts.register.RegistrationPolicy;
import stoa.app.command.Version;
import stoa.app.config.ServiceAddresses;
import stoa.app.config.StoaConfig;
import stoa.app.pie.Portability;
import stoa.archive.History;
import stoa.archive.Preferences;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.EventLoops;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.Timers;
import stoa.core.hook.Hooks;
import stoa.core.journal.Journal;
import stoa.core.route.Acquaintances;
import stoa.core.route.PeerLists;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.core.session.Session;
import stoa.features.carbons.Carbons;
import stoa.features.commands.AdHocCommands;
import stoa.features.contact.ContactAddresses;
import stoa.features.contact.ContactAddresses.Concern;
import stoa.features.disco.ServiceDiscovery;
import stoa.features.extdisco.ExternalServices;
import stoa.features.last.LastActivity;
import stoa.features.legacysession.LegacySession;
import stoa.features.outage.OutageStatus;
import stoa.features.ping.Ping;
import stoa.features.privatexml.PrivateXml;
import stoa.features.push.PushNotifications;
import stoa.features.push.WhoIsTold;
import stoa.features.time.EntityTime;
import stoa.features.vcardtemp.VcardTemp;
import stoa.features.version.SoftwareVersion;
import stoa.features.webpush.HttpPosts;
import stoa.features.webpush.ServerKey;
import stoa.features.webpush.WebPush;
import stoa.files.HttpFileUpload;
import stoa.net.bosh.XmppOverBosh;
import stoa.net.component.Component;
import stoa.net.component.Components;
import stoa.net.stream.Negotiation;
import stoa.pubsub.avatar.UserAvatars;
import stoa.pubsub.node.Limits;
import stoa.pubsub.pep.PepBookmarks;
import stoa.pubsub.pep.PersonalEventing;
import stoa.pubsub.shared.SharedNodes;
import stoa.rooms.MultiUserChat;
import stoa.rooms.OccupantIds;
import stoa.rooms.RoomRules;
import stoa.rooms.Rooms;
import stoa.rooms.RouterOutput;
import stoa.search.ArchiveSearch;
import stoa.store.Store;
import stoa.store.account.Account;
import stoa.store.roster.Roster;
import stoa.store.run.Run;
import stoa.store.run.RunSaved;
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
    private static final Duration FORGET_EVERY = Duration.ofDays(1);
    private static final Duration UNLOAD_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /** Those of the start; {@link #served} may become more. */
    final List<DomainJid> domains;

    final ServedDomains served;
    final Services services = new Services();
    private final Store store;
    final Journal journal;
    final MailboxScheduler scheduler;
    final Hooks hooks;
    final Accounts accounts;
    final Rooms rooms;
    final PersonalEventing eventing;
    private final HttpPosts posts = new HttpPosts();
    private final WebPush webPush;
    private final PushNotifications push;
    private final SharedNodes sharedNodes;
    final Directory directory;
    final Provisioning provisioning;
    final Aliases aliases;
    final AliasRegister aliasRegister;
    final Invitations invitations;
    final InviteAddresses inviteAddresses;
    final RegistrationDesk registration;
    final Administrators administrators;
    final ApiTokens apiTokens;
    final Launcher launcher;
    final @Nullable ArchiveSearch search;

    /** Whoever speaks with other servers asks these. */
    final PeerLists peers = new PeerLists();

    private final ServiceAdministration administration;
    final ResourceRegistry registry;
    final Sharing uploads;
    final List<Component> components;
    final byte[] saslSecret;
    final byte[] dialbackSecret;
    final Access access;
    private final Run run;
    final Timers timers = Timers.ofOneThread();
    private volatile boolean closed;

    Assembly(
            StoaConfig config,
            Store store,
            @Nullable ArchiveSearch search,
            EventLoops loops,
            Executor deriving,
            ServiceOperator operator)
            throws Exception {
        this.store = store;
        this.search = search;
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        domains = Domains.served(config, store);
        served = new ServedDomains(domains);
        scheduler = new MailboxScheduler(loops);
        run = begin(store);
        saslSecret = Secrets.ensure(store, "sasl");
        byte[] tokenSecret = Secrets.ensure(store, "fast-tokens");
        dialbackSecret = Secrets.ensure(store, "dialback");
        byte[] occupantSecret = Secrets.ensure(store, "occupant-ids");
        journal = new Journal(store, clock, Bounds.JOURNAL_BYTES, scheduler);
        directory = new Directory(config.roster().everyoneLimit());
        PeopleIndex peopleIndex = new PeopleIndex(directory);
        directory.load(store.accounts(), domains).toCompletableFuture().get();
        hooks = new Hooks(services);
        registry = new ResourceRegistry();
        accounts =
                new Accounts(
                        AccountSettings.DEFAULTS
                                .withArchive(config.archiveEnabled())
                                .withEveryoneGroup(config.roster().group())
                                .withSending(config.limits().sending()),
                        store,
                        directory,
                        hooks,
                        served,
                        services,
                        registry,
                        clock,
                        timers);
        AliasBook aliasBook = new AliasBook(directory);
        accounts.aliases(aliasBook);
        aliases =
                new Aliases(
                        new Aliases.Parts(
                                store.aliases(),
                                store.archive(),
                                journal,
                                scheduler,
                                clock,
                                timers,
                                accounts,
                                directory,
                                aliasBook,
                                config.archiveEnabled()),
                        domains);
        aliasRegister = new AliasRegister(aliases, store.aliases(), store.accounts());
        Router router = accounts.router();
        History history = new History(store.archive(), router, accounts, search);
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
                                        .withSearch(search != null)
                                        .withBlocks(accounts.blocks())));
        apiTokens = new ApiTokens(random, timers.clock());
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
                                router,
                                Limits.DEFAULTS));
        webPush =
                new WebPush(
                        ServerKey.read(
                                Secrets.ensure(store, "web-push", ServerKey::make),
                                pushContact(config)),
                        config.push().webServices(),
                        posts,
                        store.pubsub(),
                        clock);
        WhoIsTold whoIsTold = new WhoIsTold(registry);
        whoIsTold.install(hooks);
        push =
                new PushNotifications(
                        new PushNotifications.Parts(
                                store.push(),
                                store.rosters(),
                                journal,
                                router,
                                whoIsTold,
                                webPush,
                                timers,
                                clock),
                        config.push().details());
        sharedNodes =
                new SharedNodes(
                        new SharedNodes.Parts(
                                store.pubsub(),
                                store.privateXml(),
                                journal,
                                scheduler,
                                clock,
                                random,
                                router,
                                Limits.SHARED),
                        ServiceAddresses.PUBSUB,
                        domains);
        provisioning =
                new Provisioning(
                        store.accounts(),
                        store.rosters(),
                        journal,
                        Bounds.passwordKeys(),
                        deriving,
                        clock,
                        new ComingAndGoing());
        provisioning.reserves(
                address -> store.aliases().find(address).thenApply(Optional::isPresent));
        invitations =
                new Invitations(store.invites(), journal, provisioning, accounts, random, clock);
        accounts.invitations(invitations);
        registration =
                new RegistrationDesk(
                        config.xmpp().registration(),
                        provisioning,
                        invitations,
                        registrationLimits(config),
                        timers.clock());
        administrators = new Administrators(store.accounts(), Set.copyOf(config.admins()));
        administration =
                new ServiceAdministration(
                        new ServiceAdministration.Parts(
                                store,
                                journal,
                                clock,
                                timers,
                                accounts,
                                provisioning,
                                aliasRegister,
                                administrators,
                                registry,
                                served,
                                peers,
                                operator));
        uploads = new Sharing(config, store.files(), router, random, clock);
        access =
                new Access(
                        config,
                        store,
                        journal,
                        served,
                        uploads::port,
                        tokenSecret,
                        push::forget,
                        random,
                        clock);
        launcher =
                new Launcher(
                        config,
                        store,
                        journal,
                        access.clients,
                        rooms,
                        account -> roomsOf(DomainJid.of(account.domain())),
                        random,
                        clock);
        eventing.onPublished(launcher::published);
        hooks.install(launcher.feature);
        access.install(
                hooks,
                tokenSecret,
                clock,
                (account, resources) -> {
                    apiTokens.revoke(account);
                    push.forget(account, resources);
                    launcher.changed(account);
                });
        inviteAddresses =
                new InviteAddresses(
                        config.xmpp().registration() != RegistrationPolicy.CLOSED, uploads::port);
        install(config, store, services, history, clock);
        components =
                config.components().all().stream()
                        .map(one -> new Component(one.address(), one.secret(), router, served))
                        .toList();
        hooks.install(new Components(components));
        hooks.install(new HttpFileUpload(domains.stream().map(uploads::service).toList()));
        eventing.start().toCompletableFuture().get();
        List<DomainJid> conferences = domains.stream().map(Assembly::roomsOf).toList();
        for (DomainJid conference : conferences) {
            rooms.start(conference).toCompletableFuture().get();
        }
        hooks.install(new MultiUserChat(rooms, conferences));
        for (DomainJid domain : domains) {
            aliases.load(domain).toCompletableFuture().get();
        }
        hooks.install(aliases);
        if (directory.mayListEverybody()) {
            hooks.install(new UserSearch(peopleIndex));
            hooks.install(new PresenceWatching(accounts));
        }
        administration.start().toCompletableFuture().get();
        hooks.install(sharedNodes);
        accounts.start(journal, scheduler, EntityRuntime.Settings.DEFAULTS, run.unsureBefore());
        journal.start();
        unloadNowAndThen();
        timers.after(ABANDONED_AFTER, rooms::dropAbandoned);
        forgetInvitations();
        timers.every(FORGET_EVERY, () -> !closed, this::forgetInvitations);
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
        Acquaintances acquaintances = new Acquaintances(served, accounts);
        hooks.install(new ServiceDiscovery(services, acquaintances, hooks::descriptors))
                .install(new Negotiation())
                .install(new Portability())
                .install(new InstantMessaging())
                .install(new CommunicationsBlocking())
                .install(new Carbons(accounts))
                .install(new Ping(acquaintances))
                .install(new ContactAddresses(config.contacts()))
                .install(new OutageStatus(config.outageAddresses()))
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
                .install(webPush)
                .install(push)
                .install(new UserAvatars(eventing, accounts))
                .install(new ApiTokenFeature(administrators, apiTokens))
                .install(
                        new InBandRegistration(
                                provisioning, registrationLimits(config), timers.clock()))
                .install(new AdHocCommands(new SecureRandom(), timers.clock()))
                .install(administration)
                .install(
                        new InviteCommands(
                                invitations,
                                store.accounts(),
                                inviters(config.xmpp().invitations()),
                                inviteAddresses));
        if (config.web().bosh()) {
            hooks.install(new XmppOverBosh());
        }
        if (config.archiveEnabled()) {
            hooks.install(history).install(new Preferences());
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
        aliases.load(domain).toCompletableFuture().get();
        return () -> {
            hooks.service(rooms.service(conference));
            hooks.service(uploads.service(domain));
            hooks.service(sharedNodes.service(domain));
            hooks.service(aliases.service(domain));
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
        loaded.put("alias", aliases.loaded());
        loaded.put("pubsub", eventing.loaded());
        loaded.put("pubsub-service", sharedNodes.loaded());
        return loaded;
    }

    private void forgetInvitations() {
        invitations
                .forgetOld()
                .whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                LOG.warn("invitations_not_forgotten", failure);
                            }
                        });
    }

    /** Each kind by itself: one that fails keeps no other in memory. */
    private void unloadNowAndThen() {
        List<Runnable> kinds =
                List.of(
                        accounts::unloadIdle,
                        rooms::unloadIdle,
                        aliases::unloadIdle,
                        eventing::unloadIdle,
                        sharedNodes::unloadIdle);
        kinds.forEach(kind -> timers.every(UNLOAD_EVERY, () -> !closed, kind));
    }

    /**
     * Tells the rooms, then commits and speaks what waits; the listeners are still there to hear
     * it.
     */
    @Override
    public void close() {
        closed = true;
        rooms.close(ROOMS_PATIENCE);
        administration.close();
        posts.close();
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

    /** Whom push services turn to: an administrator who is named, or whoever is at the domain. */
    private static String pushContact(StoaConfig config) {
        return config.contacts().getOrDefault(Concern.ADMIN, List.of()).stream()
                .map(URI::toString)
                .filter(uri -> uri.startsWith("mailto:") || uri.startsWith("https:"))
                .findFirst()
                .orElse("https://" + config.domains().getFirst());
    }

    private Inviters inviters(InvitingPolicy policy) {
        return account ->
                administrators
                        .administersItsDomain(account)
                        .thenApply(
                                administers ->
                                        administers
                                                ? Inviters.Rights.ADMINISTRATOR
                                                : policy == InvitingPolicy.EVERYBODY
                                                        ? Inviters.Rights.ACCOUNTS
                                                        : Inviters.Rights.CONTACTS);
    }

    private static RegistrationLimits registrationLimits(StoaConfig config) {
        return config.limits().enabled() ? RegistrationLimits.DEFAULTS : RegistrationLimits.NONE;
    }

    /** Contact lists, nodes, sessions and tokens follow accounts that come, change and go. */
    private final class ComingAndGoing implements Provisioning.Listener {
        @Override
        public void created(Account account) {
            directory.saved(account);
            sharedNodes.forsake(account.address());
        }

        @Override
        public void changed(Account account) {
            directory.saved(account); // of one that is disabled the sessions end
            if (!account.enabled()) {
                apiTokens.revoke(account.address());
                launcher.changed(account.address());
            }
        }

        @Override
        public void deleted(BareJid account, Roster contacts) {
            directory.removed(account); // its sessions end
            accounts.deleted(account); // also of one that was disabled before
            accounts.forget(account, contacts);
            aliases.forget(account);
            eventing.forget(account);
            push.forget(account);
            administration.forget(account);
            sharedNodes.forsake(account);
            access.forget(account);
            apiTokens.revoke(account);
            launcher.changed(account);
        }

        @Override
        public void passwordChanged(BareJid account, @Nullable Session asking) {
            access.passwordChanged(account); // first, for those that have no session yet
            accounts.endSessions(account, asking, "The password was changed.");
            apiTokens.revoke(account);
            push.forget(
                    account,
                    resource -> asking == null || !asking.address().resource().equals(resource));
            launcher.changed(account);
        }
    }
}
