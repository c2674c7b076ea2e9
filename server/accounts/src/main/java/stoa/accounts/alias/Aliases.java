package stoa.accounts.alias;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.Accounts;
import stoa.accounts.Once;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.AliasThreads;
import stoa.accounts.people.Directory;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.entity.Timers;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Journal;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasStore;
import stoa.store.alias.AliasThread;
import stoa.store.alias.StoredAlias;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/**
 * The aliases of a server. Install it, then {@link #load} each domain before its first stanza;
 * {@link #unloadIdle} by a timer. Any thread.
 */
public final class Aliases implements Feature, AliasChanges {
    private static final Logger LOG = LoggerFactory.getLogger(Aliases.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** What they are made of. */
    public record Parts(
            AliasStore aliases,
            ArchiveStore archive,
            Journal journal,
            MailboxScheduler scheduler,
            InstantSource clock,
            Timers timers,
            Accounts accounts,
            Directory directory,
            AliasBook book,
            boolean archiveEnabled) {}

    private final Parts parts;
    private final List<DomainJid> domains;
    private final EntityRuntime<BareJid, AliasState, AliasCommand, AliasEvent, AliasEffect> runtime;

    public Aliases(Parts parts, List<DomainJid> domains) {
        this.parts = parts;
        this.domains = List.copyOf(domains);
        Surrounding around =
                new Surrounding(
                        parts.book(),
                        parts.directory(),
                        parts.accounts().blocks(),
                        parts.clock(),
                        parts.archiveEnabled());
        runtime =
                new EntityRuntime<>(
                        new AliasEntity(around, this::state, this::perform),
                        parts.journal(),
                        parts.scheduler(),
                        parts.clock(),
                        EntityRuntime.Settings.DEFAULTS);
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of();
    }

    @Override
    public void install(Hooks hooks) {
        domains.forEach(domain -> hooks.service(service(domain)));
        hooks.addresses(this::serviceAt);
    }

    /** What has a domain's conversations. */
    public AliasService service(DomainJid domain) {
        return new AliasService(
                DomainJid.of(AliasThreads.serviceOf(domain.domain())), domain.domain(), this);
    }

    private @Nullable AliasService serviceAt(BareJid address) {
        return parts.book().find(address) == null ? null : service(DomainJid.of(address.domain()));
    }

    /** Reads a domain's aliases; complete it before its first stanza. */
    public CompletionStage<Void> load(DomainJid domain) {
        return parts.aliases()
                .list(domain.domain())
                .thenAccept(all -> all.forEach(stored -> parts.book().publish(entry(stored))));
    }

    private static AliasBook.Entry entry(StoredAlias stored) {
        var threads = new java.util.HashMap<BareJid, AliasThread>();
        stored.threads().forEach(thread -> threads.put(thread.person(), thread));
        return new AliasBook.Entry(stored.alias(), threads);
    }

    /** Aliases in memory as entities, for metrics. */
    public int loaded() {
        return runtime.size();
    }

    public void unloadIdle() {
        runtime.unloadIdle();
    }

    AliasBook book() {
        return parts.book();
    }

    Directory directory() {
        return parts.directory();
    }

    Accounts accounts() {
        return parts.accounts();
    }

    void tell(BareJid alias, AliasCommand command, Receipt receipt) {
        runtime.tell(alias, command, receipt);
    }

    @Override
    public CompletionStage<Outcome> create(Alias alias) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        runtime.tell(alias.address(), new AliasCommand.Create(alias, done));
        return done;
    }

    @Override
    public CompletionStage<Outcome> update(BareJid alias, UnaryOperator<Alias> change) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        runtime.tell(alias, new AliasCommand.Update(change, done));
        return done;
    }

    @Override
    public CompletionStage<Outcome> remove(BareJid alias) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        runtime.tell(alias, new AliasCommand.Remove(done));
        return done;
    }

    /** An account is gone, durably: it is no member, and nobody talks with it. */
    public void forget(BareJid account) {
        for (AliasBook.Entry entry : parts.book().of(account.domain())) {
            if (entry.alias().members().contains(account) || entry.threads().containsKey(account)) {
                runtime.tell(entry.alias().address(), new AliasCommand.Forget(account));
            }
        }
    }

    private CompletionStage<AliasState> state(BareJid alias) {
        long nowMs = parts.clock().millis();
        CompletionStage<List<RecentOrigin>> recent =
                parts.archiveEnabled()
                        ? parts.archive()
                                .recentOrigins(
                                        alias,
                                        ArchiveSlot.firstIdAt(nowMs - Once.DAY_MS),
                                        Once.LIMIT)
                        : CompletableFuture.completedFuture(List.of());
        return parts.aliases()
                .find(alias)
                .thenCombine(recent, (stored, sent) -> state(stored, sent, nowMs));
    }

    private static AliasState state(
            Optional<StoredAlias> stored, List<RecentOrigin> sent, long nowMs) {
        return new AliasState(stored.orElse(null), sent, nowMs);
    }

    /** Who was a member before has something of it; then there is nothing to recall. */
    private void look(BareJid alias, BareJid member, BareJid person) {
        BareJid thread = AliasThreads.address(alias, person);
        if (thread == null || !parts.archiveEnabled()) {
            return;
        }
        parts.archive()
                .page(ArchiveQuery.lastOf(member, 1).with(thread))
                .thenCompose(
                        own ->
                                rows(own).isEmpty()
                                        ? parts.archive()
                                                .page(
                                                        ArchiveQuery.lastOf(alias, Recalling.LINES)
                                                                .linesOnly(true)
                                                                .with(
                                                                        alias.withResource(
                                                                                person.local())))
                                        : CompletableFuture.completedFuture(
                                                new ArchiveResult.ItemNotFound()))
                .whenComplete(
                        (said, failure) -> {
                            if (failure != null) {
                                LOG.error("alias_recall_failed alias={}", alias, failure);
                            } else if (!rows(said).isEmpty()) {
                                runtime.tell(
                                        alias, new AliasCommand.Recall(member, person, rows(said)));
                            }
                        });
    }

    private static List<ArchiveRow> rows(ArchiveResult result) {
        return result instanceof ArchiveResult.Page page ? page.rows() : List.of();
    }

    private void perform(BareJid alias, AliasEffect effect) {
        switch (effect) {
            case AliasEffect.Publish(var entry) -> {
                if (entry == null) {
                    parts.book().remove(alias);
                } else {
                    parts.book().publish(entry);
                }
            }
            case AliasEffect.Contacts(var account, var addresses) ->
                    parts.accounts().contactsChanged(account, addresses);
            case AliasEffect.EverybodysContact(var address) ->
                    parts.accounts().everybodysContactChanged(address);
            case AliasEffect.Deliver(var to, var message, var encoded, var slot, var receipt) ->
                    parts.accounts().deliver(to, message, encoded, slot, receipt);
            case AliasEffect.Sent(var by, var message, var slot) ->
                    parts.accounts().wasSent(by, message, slot);
            case AliasEffect.Look(var member, var person) -> look(alias, member, person);
            case AliasEffect.Route(var stanza) -> parts.accounts().router().route(stanza);
            case AliasEffect.Complete(var waiting, var outcome) -> waiting.complete(outcome);
            case AliasEffect.TellAgain(var command) ->
                    parts.timers()
                            .after(
                                    RETRY,
                                    () -> runtime.tell(alias, Objects.requireNonNull(command)));
        }
    }
}
