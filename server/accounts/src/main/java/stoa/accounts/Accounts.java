package stoa.accounts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.invite.Invitations;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.Directory;
import stoa.accounts.rate.SendingRates;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.Timers;
import stoa.core.hook.AccountAnswer;
import stoa.core.hook.Hooks;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.Observe;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Journal;
import stoa.core.route.AccountGate;
import stoa.core.route.ArchiveReaders;
import stoa.core.route.Audience;
import stoa.core.route.Audiences;
import stoa.core.route.BlockList;
import stoa.core.route.BlockLists;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
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
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * The accounts of the served domains: where client streams, the router and features hand over to
 * them. Any thread.
 *
 * <p>Features join the hooks first, then {@link #start} fixes what they have joined; nothing may be
 * handed over before.
 */
public final class Accounts
        implements ClientGate,
                AccountGate,
                ResourceFlags,
                ArchiveReaders,
                Audiences,
                PresenceAgain,
                PresenceWatching.Watch,
                Invitations.Introduction {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final String PREAUTH = "urn:xmpp:pars:0";
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
    private final SendingRates rates;
    private final BlockLists blocks = new BlockLists();
    private final Router router;
    private @Nullable
            EntityRuntime<BareJid, AccountState, AccountCommand, AccountEvent, AccountEffect>
            runtime;
    private @Nullable Surroundings around;
    private @Nullable Journal journal;
    private @Nullable PresenceFanOut presence;
    private @Nullable Invitations invitations;
    private @Nullable AliasBook aliases;
    private Observe<MessageRoute.Sent>.@Nullable Chain sent;
    private Observe<AccountAnswer>.@Nullable Chain answers;

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
        this.rates = new SendingRates(settings.sending());
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
        this.journal = journal;
        readBlockLists();
        Surroundings surroundings =
                Surroundings.of(
                        settings,
                        directory,
                        aliases == null ? new AliasBook(directory) : aliases,
                        domains,
                        services,
                        registry,
                        blocks,
                        clock,
                        hooks,
                        unsureBefore);
        around = surroundings;
        answers = hooks.observersOf(AccountAnswer.RECEIVED);
        sent = hooks.observersOf(MessageRoute.SENT);
        presence = new PresenceFanOut(surroundings, router);
        Voice voice = new Voice(surroundings, router, hooks, presence, new Told());
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

    private EntityRuntime<BareJid, AccountState, AccountCommand, AccountEvent, AccountEffect>
            runtime() {
        return Objects.requireNonNull(runtime, "not started");
    }

    /** Lets go of accounts that nobody has used for a while; called now and then by a timer. */
    public void unloadIdle() {
        runtime().unloadIdle();
        rates.forgetIdle(timers.clock().millis());
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
        if (AccountOnly.stops(session, stanza, receipt)) {
            return;
        }
        StanzaError refusal =
                rates.refusal(session.address().account(), stanza, timers.clock().millis());
        if (refusal != null) {
            session.send(stanza.refuse(refusal).withTo(session.address()));
            receipt.release();
            return;
        }
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
        if (isPreauthorized(account, stanza, receipt)) {
            return;
        }
        AccountCommand command =
                stanza instanceof Message message && isFromAccount(message)
                        ? new AccountCommand.Chat(message, null, null, receipt)
                        : new AccountCommand.Arrived(stanza, receipt);
        runtime().tell(account, command, receipt);
    }

    /** The tokens that come with subscription requests are of these; before {@link #start}. */
    public void invitations(Invitations theirs) {
        invitations = theirs;
    }

    /** Whose contacts rosters have beside people; before {@link #start}. */
    public void aliases(AliasBook book) {
        aliases = book;
    }

    /**
     * Hands an account a message that another entity has decided and stored.
     *
     * @param encoded the message without stanza-id, when it was encoded for the archive
     * @param slot its place in the account's history; null when it is not stored
     * @param receipt held until the account has taken it
     */
    public void deliver(
            BareJid account,
            Message message,
            @Nullable EncodedStanza encoded,
            @Nullable ArchiveSlot slot,
            Receipt receipt) {
        runtime()
                .tell(
                        account,
                        new AccountCommand.Chat(message, encoded, slot, receipt),
                        receipt.retain());
    }

    /** What a client has sent through another entity, which has decided and stored it. */
    public void wasSent(FullJid by, Message message, @Nullable ArchiveSlot slot) {
        ConnectedAccount account = registry.find(by.account());
        ConnectedResource resource = account == null ? null : account.resource(by);
        if (account != null && resource != null) {
            Objects.requireNonNull(sent, "not started")
                    .tell(new MessageRoute.Sent(message, slot, account, resource.session()));
        }
    }

    /** These contacts, which no roster has stored, are others now or gone. */
    public void contactsChanged(BareJid account, List<BareJid> contacts) {
        if (registry.find(account) != null) {
            runtime().tell(account, new AccountCommand.ContactsChanged(contacts));
        }
    }

    /** As {@link #contactsChanged}, for every connected account of the contact's domain. */
    public void everybodysContactChanged(BareJid contact) {
        for (ConnectedAccount online : registry.online(contact.domain())) {
            runtime().tell(online.address(), new AccountCommand.ContactsChanged(List.of(contact)));
        }
    }

    /** XEP-0379: a request with a token waits until that was looked at. */
    private boolean isPreauthorized(BareJid account, Stanza stanza, Receipt receipt) {
        Invitations looking = invitations;
        Element preauth =
                stanza instanceof Presence presence && presence.type() == Presence.Type.SUBSCRIBE
                        ? presence.payload("preauth", PREAUTH)
                        : null;
        String token = preauth == null ? null : preauth.attribute("token");
        if (looking == null || token == null) {
            return false;
        }
        Presence request = (Presence) stanza;
        looking.claim(account, Objects.requireNonNull(request.from()).bare(), token)
                .thenAccept(
                        claim ->
                                runtime()
                                        .tell(
                                                account,
                                                claim == null
                                                        ? new AccountCommand.Arrived(
                                                                request, receipt)
                                                        : new AccountCommand.Preauthorized(
                                                                request, claim, receipt),
                                                receipt));
        return true;
    }

    /** An account was deleted, with what it had agreed with its contacts. */
    public void forget(BareJid account, Roster contacts) {
        runtime().tell(account, new AccountCommand.Forget(contacts));
    }

    /** Ends the sessions of an account, but for that one; null for all. */
    public void endSessions(BareJid account, @Nullable Session but, String text) {
        if (registry.find(account) != null) {
            runtime().tell(account, new AccountCommand.EndOthers(but, text));
        }
    }

    /** Makes two accounts each other's contacts, who have agreed on it by an invitation. */
    @Override
    public void introduce(BareJid inviter, BareJid invited) {
        if (directory.exists(inviter) && domains.mayMeet(inviter.domain(), invited.domain())) {
            runtime().tell(inviter, new AccountCommand.Introduced(invited));
            runtime().tell(invited, new AccountCommand.Introduced(inviter));
        }
    }

    @Override
    public void answered(BareJid account, Iq answer) {
        Objects.requireNonNull(answers, "not started").tell(new AccountAnswer(account, answer));
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

    @Override
    public CompletionStage<Boolean> readsArchive(Session session) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        runtime().tell(session.address().account(), new AccountCommand.ReadsArchive(session, done));
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

    @Override
    public boolean watch(Session session, Set<BareJid> people) {
        return Objects.requireNonNull(presence, "not started").watch(session, people);
    }

    /** Every connected account of the domain shows its clients the new listing. */
    private void peopleChanged(Directory.Change change) {
        AccountCommand command = new AccountCommand.PeopleChanged(change);
        for (ConnectedAccount online : registry.online(change.domain())) {
            runtime().tell(online.address(), command);
        }
        if (!directory.exists(change.address())) {
            if (change.disabled()) {
                endSessions(change.address(), null, "The account was disabled.");
            } else {
                deleted(change.address());
            }
        }
    }

    /**
     * The account is gone, durably, also one that was disabled before: its entity lets go of what
     * it has.
     */
    public void deleted(BareJid account) {
        if (registry.find(account) != null || blocks.of(account) != null) {
            runtime().tell(account, new AccountCommand.Deleted());
        }
    }

    /** The roster as the account's own clients see it (RFC 6121 section 2.1): its items. */
    public CompletionStage<List<Element>> rosterItems(BareJid account) {
        return store.rosters()
                .load(account)
                .thenCombine(store.offline().find(account), Loaded::new)
                .thenApply(loaded -> state(account, loaded, List.of(), clock.millis()))
                .thenApply(state -> new RosterView(Objects.requireNonNull(around), state).items());
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
                greatestId(),
                (connected == null ? ConnectedAccount.none(account) : connected).seenBy(audience));
    }

    /** No message stored so far has a greater one. */
    private long greatestId() {
        return Math.max(
                ArchiveSlot.firstIdAt(clock.millis() + 1),
                Objects.requireNonNull(journal, "not started").lastId());
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
        long last = page.rows().isEmpty() ? read.lastRead() : page.rows().getLast().id();
        return new AccountCommand.OfflineRead(read.run(), rows, last, page.complete());
    }
}
