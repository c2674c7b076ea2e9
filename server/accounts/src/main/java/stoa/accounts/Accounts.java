package stoa.accounts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.people.Directory;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.Timers;
import stoa.core.hook.Hooks;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Journal;
import stoa.core.route.AccountGate;
import stoa.core.route.Audience;
import stoa.core.route.Audiences;
import stoa.core.route.BlockList;
import stoa.core.route.BlockLists;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.Flag;
import stoa.core.route.LocalRouter;
import stoa.core.route.PresenceAgain;
import stoa.core.route.ResourceFlags;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.Router;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.core.session.ClientGate;
import stoa.core.session.Receipt;
import stoa.core.session.Session;
import stoa.store.Store;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.RecentOrigin;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockStore;
import stoa.store.offline.OfflineMark;
import stoa.store.roster.Roster;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;

/**
 * The accounts of the served domains: where client streams, the router and features hand over to
 * them. Any thread.
 *
 * <p>Features join the hooks first, then {@link #start} fixes what they have joined; nothing may be
 * handed over before.
 */
public final class Accounts
        implements ClientGate, AccountGate, ResourceFlags, Audiences, PresenceAgain {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AccountSettings settings;
    private final Store store;
    private final Directory directory;
    private final Hooks hooks;
    private final ServedDomains domains;
    private final Services services;
    private final ResourceRegistry registry;
    private final InstantSource clock;
    private final Timers timers;
    private final BlockLists blocks = new BlockLists();
    private final Router router;
    private @Nullable EntityRuntime<AccountState, AccountCommand, AccountEvent, AccountEffect>
            runtime;
    private @Nullable Surroundings around;

    public Accounts(
            AccountSettings settings,
            Store store,
            Directory directory,
            Hooks hooks,
            ServedDomains domains,
            Services services,
            ResourceRegistry registry,
            InstantSource clock,
            Timers timers) {
        this.settings = settings;
        this.store = store;
        this.directory = directory;
        this.hooks = hooks;
        this.domains = domains;
        this.services = services;
        this.registry = registry;
        this.clock = clock;
        this.timers = timers;
        this.router = new LocalRouter(domains, services, registry, blocks, hooks, this);
    }

    /** The router that knows these accounts. */
    public Router router() {
        return router;
    }

    /** Who has blocked whom, for whatever sends to sessions without asking their accounts. */
    public BlockLists blocks() {
        return blocks;
    }

    /**
     * Reads all block lists, then begins to serve; once, before any listener opens, on the thread
     * that opens them.
     *
     * @param unsureBefore which messages may not have reached their clients ({@link
     *     stoa.store.run.Run})
     */
    public void start(
            Journal journal,
            MailboxScheduler scheduler,
            EntityRuntime.Settings limits,
            long unsureBefore) {
        readBlockLists();
        Surroundings surroundings =
                Surroundings.of(
                        settings,
                        directory,
                        domains,
                        services,
                        registry,
                        blocks,
                        clock,
                        hooks,
                        unsureBefore);
        around = surroundings;
        Voice voice = new Voice(surroundings, router, hooks, new Told());
        AccountEntity kind = new AccountEntity(surroundings, this::load, voice);
        runtime = new EntityRuntime<>(kind, journal, scheduler, clock, limits);
        directory.onChange(this::peopleChanged);
    }

    /** They are ordered by account, so each list is whole when the next account's begins. */
    private void readBlockLists() {
        List<Jid> items = new ArrayList<>();
        @Nullable BlockEntry last = null;
        List<BlockEntry> page;
        do {
            page = store.blocks().list(last, BlockStore.MAX_LISTED).toCompletableFuture().join();
            for (BlockEntry entry : page) {
                if (last != null && !last.account().equals(entry.account())) {
                    blocks.publish(BlockList.of(last.account(), items));
                    items.clear();
                }
                items.add(entry.blocked());
                last = entry;
            }
        } while (page.size() == BlockStore.MAX_LISTED);
        if (last != null) {
            blocks.publish(BlockList.of(last.account(), items));
        }
    }

    private EntityRuntime<AccountState, AccountCommand, AccountEvent, AccountEffect> runtime() {
        return Objects.requireNonNull(runtime, "not started");
    }

    /** Lets go of accounts that nobody has used for a while; called now and then by a timer. */
    public void unloadIdle() {
        runtime().unloadIdle();
    }

    /** Accounts in memory, for metrics. */
    public int loaded() {
        return runtime().size();
    }

    @Override
    public CompletionStage<@Nullable StanzaError> bind(Session session) {
        CompletableFuture<@Nullable StanzaError> bound = new CompletableFuture<>();
        runtime()
                .tellFromHome(session.address().account(), new AccountCommand.Bind(session, bound));
        return bound;
    }

    @Override
    public void receive(Session session, Stanza stanza, Receipt receipt) {
        runtime()
                .tell(
                        session.address().account(),
                        new AccountCommand.FromClient(session, stanza, receipt),
                        receipt);
    }

    @Override
    public void acknowledged(Session session, long archiveId) {
        runtime()
                .tell(
                        session.address().account(),
                        new AccountCommand.Acknowledged(session, archiveId));
    }

    @Override
    public void ended(Session session, List<Stanza> undelivered) {
        runtime()
                .tell(
                        session.address().account(),
                        new AccountCommand.Ended(session, List.copyOf(undelivered)));
    }

    @Override
    public boolean exists(BareJid account) {
        return directory.exists(account);
    }

    /**
     * From services a message comes as it is; one between accounts that was not decided by its
     * sender's account is an error bounced back, which is not stored either.
     */
    @Override
    public void arrived(BareJid account, Stanza stanza, Receipt receipt) {
        AccountCommand command =
                stanza instanceof Message message && isFromAccount(message)
                        ? new AccountCommand.Chat(message, null, null, receipt)
                        : new AccountCommand.Arrived(stanza, receipt);
        runtime().tell(account, command, receipt);
    }

    private boolean isFromAccount(Message message) {
        return message.from() != null
                && Objects.requireNonNull(around).isAccountAddress(message.from());
    }

    @Override
    public CompletionStage<Boolean> set(Session session, Flag flag, boolean on) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        runtime()
                .tell(
                        session.address().account(),
                        new AccountCommand.SetFlag(session, flag, on, done));
        return done;
    }

    /** Of a connected account it is what the registry shows, of another what its roster says. */
    @Override
    public CompletionStage<Audience> of(BareJid account) {
        ConnectedAccount connected = registry.find(account);
        return connected != null
                ? CompletableFuture.completedFuture(connected.audience())
                : store.rosters()
                        .load(account)
                        .thenApply(
                                roster ->
                                        RosterAudience.of(
                                                directory,
                                                settings,
                                                account,
                                                new ContactList(roster),
                                                null));
    }

    @Override
    public void showAgain(BareJid account) {
        if (registry.find(account) != null) {
            runtime().tell(account, new AccountCommand.ShowAgain());
        }
    }

    /** Every connected account of the domain shows its clients the new listing. */
    private void peopleChanged(Directory.Change change) {
        AccountCommand command = new AccountCommand.PeopleChanged(change);
        for (ConnectedAccount online : registry.online(change.domain())) {
            runtime().tell(online.address(), command);
        }
        if (!directory.exists(change.address())) {
            deleted(change.address());
        }
    }

    /** The entity is told if it has anything to let go of. */
    private void deleted(BareJid account) {
        if (registry.find(account) != null || blocks.of(account) != null) {
            runtime().tell(account, new AccountCommand.Deleted());
        }
    }

    private CompletionStage<AccountState> load(BareJid account) {
        long nowMs = clock.millis();
        CompletionStage<List<RecentOrigin>> sent =
                settings.archiveEnabled()
                        ? store.archive()
                                .recentOrigins(
                                        account,
                                        ArchiveSlot.firstIdAt(nowMs - Once.DAY_MS),
                                        Once.LIMIT)
                        : CompletableFuture.completedFuture(List.of());
        return store.rosters()
                .load(account)
                .thenCombine(store.offline().find(account), Loaded::new)
                .thenCombine(sent, (loaded, origins) -> state(account, loaded, origins, nowMs));
    }

    private record Loaded(Roster roster, OfflineMark mark) {}

    /** Resources that are connected while the entity starts anew are those of the registry. */
    private AccountState state(
            BareJid account, Loaded loaded, List<RecentOrigin> origins, long nowMs) {
        ContactList contacts = new ContactList(loaded.roster());
        ConnectedAccount connected = registry.find(account);
        BlockList blocked = blocks.of(account);
        RosterAudience audience = RosterAudience.of(directory, settings, account, contacts, null);
        return new AccountState(
                account,
                contacts,
                new Once(origins, nowMs),
                blocked == null ? BlockList.empty(account) : blocked,
                loaded.mark(),
                Objects.requireNonNull(around).unsureBefore(),
                ArchiveSlot.firstIdAt(clock.millis() + 1),
                (connected == null ? ConnectedAccount.none(account) : connected).seenBy(audience));
    }

    /** What the voice hands back to the accounts. */
    private final class Told implements Voice.Accounts {
        @Override
        public void tell(BareJid account, AccountCommand command, Runnable released) {
            runtime().tell(account, command, released);
        }

        @Override
        public void tellLater(BareJid account, AccountCommand command, Runnable released) {
            timers.after(RETRY, () -> runtime().tell(account, command, released));
        }

        @Override
        public void readOffline(BareJid account, AccountEffect.ReadOffline read) {
            ArchiveQuery all =
                    ArchiveQuery.firstOf(account, OfflineDelivery.PAGE)
                            .start(ArchiveSlot.epochMillis(read.mark()));
            ArchiveQuery query =
                    read.lastRead() == 0
                            ? all
                            : all.page(
                                    new ArchiveQuery.Anchor.After(read.lastRead()),
                                    OfflineDelivery.PAGE);
            store.archive()
                    .page(query)
                    .whenComplete(
                            (result, failure) -> {
                                if (failure != null) {
                                    LOG.error("offline_read_failed account={}", account, failure);
                                }
                                runtime().tell(account, offlineRead(read, result));
                            });
        }
    }

    private static AccountCommand offlineRead(
            AccountEffect.ReadOffline read, @Nullable ArchiveResult result) {
        if (!(result instanceof ArchiveResult.Page page)) {
            return new AccountCommand.OfflineRead(read.run(), null, read.lastRead(), true);
        }
        List<AccountCommand.Late> rows = new ArrayList<>(page.rows().size());
        for (ArchiveRow row : page.rows()) {
            Message message = StoredStanzas.message(row.stanza());
            if (message != null) {
                rows.add(new AccountCommand.Late(message, row.id()));
            }
        }
        return new AccountCommand.OfflineRead(read.run(), rows, read.lastRead(), page.complete());
    }
}
