package stoa.accounts.provision;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.core.session.Session;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.account.AccountStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysSaved;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.SaslPrep;

/**
 * Makes and removes accounts. Any thread; keys are derived on the given executor, since that takes
 * milliseconds each.
 *
 * <p>Two wishes for one address at a time: one is made, the other is told {@link
 * Provisioned.Taken}.
 */
public final class Provisioning {
    /** Derives the SCRAM keys of a password, RFC 5802 section 3; slow on purpose. */
    public interface KeyDerivation {
        List<ScramKeys> derive(String password);
    }

    /**
     * Is told of accounts that came, changed or went, after that is durable, so that contact lists
     * and sessions follow. Must only hand over.
     */
    public interface Listener {
        void created(Account account);

        /** It was enabled, disabled, or given or denied administration. */
        void changed(Account account);

        /**
         * An account is gone.
         *
         * @param contacts with whom it had agreed on what, which they have to be told the end of
         */
        void deleted(BareJid account, Roster contacts);

        /**
         * A password has changed: sessions that were begun with the old one end.
         *
         * @param asking the one that goes on, or null
         */
        void passwordChanged(BareJid account, @Nullable Session asking);
    }

    private final AccountStore accounts;
    private final RosterStore rosters;
    private final Journal journal;
    private final KeyDerivation keys;
    private final Executor deriving;
    private final InstantSource clock;
    private final Listener listener;
    private volatile Function<BareJid, CompletionStage<Boolean>> reserved =
            address -> CompletableFuture.completedFuture(false);
    private final Set<BareJid> underWay = ConcurrentHashMap.newKeySet();
    private final Map<BareJid, CompletionStage<?>> changes = new ConcurrentHashMap<>();

    public Provisioning(
            AccountStore accounts,
            RosterStore rosters,
            Journal journal,
            KeyDerivation keys,
            Executor deriving,
            InstantSource clock,
            Listener listener) {
        this.accounts = accounts;
        this.rosters = rosters;
        this.journal = journal;
        this.keys = keys;
        this.deriving = deriving;
        this.clock = clock;
        this.listener = listener;
    }

    /** Which addresses are no accounts', though nobody has them: aliases. Before any wish. */
    public void reserves(Function<BareJid, CompletionStage<Boolean>> theirs) {
        reserved = theirs;
    }

    /** Makes an account. The stage fails when the store does. */
    public CompletionStage<Provisioned> create(NewAccount wish) {
        return create(wish, List.of());
    }

    /**
     * Makes an account and, in the same transaction, the changes that go with it: an invitation
     * used, a link spent.
     */
    public CompletionStage<Provisioned> create(NewAccount wish, List<? extends Change> together) {
        Provisioned.Unacceptable refusal = check(wish);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        if (!underWay.add(wish.address())) {
            return CompletableFuture.completedFuture(new Provisioned.Taken());
        }
        return accounts.find(wish.address())
                // One behind the other: an import has as many wishes as reads may wait.
                .thenCompose(
                        found ->
                                found.isPresent()
                                        ? CompletableFuture.completedFuture(true)
                                        : reserved.apply(wish.address()))
                .thenCompose(
                        taken ->
                                taken
                                        ? CompletableFuture.<Provisioned>completedFuture(
                                                new Provisioned.Taken())
                                        : make(wish, together))
                .whenComplete((done, failure) -> underWay.remove(wish.address()));
    }

    /**
     * As {@link #create}, by somebody who chose the address themselves: one that was another's is
     * not to be had, since its history is still there.
     */
    public CompletionStage<Provisioned> register(NewAccount wish, List<? extends Change> together) {
        return accounts.wasDeleted(wish.address())
                .thenCompose(
                        was ->
                                was
                                        ? CompletableFuture.<Provisioned>completedFuture(
                                                new Provisioned.Taken())
                                        : create(wish, together));
    }

    /** Why an account cannot have that password, in a sentence that says what would do; or null. */
    public static @Nullable String refusal(String password) {
        Provisioned.Unacceptable refusal = checkPassword(password);
        return refusal == null ? null : refusal.says();
    }

    /**
     * Sets a new password, one that {@link #refusal} has nothing against. Whoever is signed in must
     * sign in again, with a token or without, but for the session that asks.
     *
     * @param asking the session that goes on, or null for none
     */
    public CompletionStage<Void> changePassword(
            BareJid account, String password, @Nullable Session asking) {
        return derive(password)
                .thenCompose(
                        derived ->
                                journal.record(
                                        List.of(
                                                new ScramKeysSaved(account, derived),
                                                new FastTokensRevoked(account))))
                .thenRun(() -> listener.passwordChanged(account, asking));
    }

    /**
     * Lets an account be signed in to or not; of a disabled one nothing is lost, but its sessions
     * end.
     *
     * @return the account as it is now; empty when there is none
     */
    public CompletionStage<Optional<Account>> setEnabled(BareJid account, boolean enabled) {
        return change(account, old -> old.withEnabled(enabled));
    }

    /** Gives or takes the administration of its domain; as {@link #setEnabled}. */
    public CompletionStage<Optional<Account>> setAdmin(BareJid account, boolean admin) {
        return change(account, old -> old.withAdmin(admin));
    }

    /** One change of an account after the other, so that none takes back another. */
    private CompletionStage<Optional<Account>> change(
            BareJid account, UnaryOperator<Account> change) {
        CompletableFuture<Optional<Account>> done = new CompletableFuture<>();
        CompletionStage<?> before = changes.put(account, done);
        CompletionStage<?> turn = before == null ? CompletableFuture.completedFuture(null) : before;
        turn.handle((ignored, failure) -> ignored)
                .thenCompose(ignored -> accounts.find(account))
                .thenCompose(found -> store(found, change))
                .whenComplete(
                        (changed, failure) -> {
                            changes.remove(account, done);
                            if (failure != null) {
                                done.completeExceptionally(failure);
                            } else {
                                done.complete(changed);
                            }
                        });
        return done;
    }

    private CompletionStage<Optional<Account>> store(
            Optional<Account> found, UnaryOperator<Account> change) {
        Optional<Account> changed = found.map(change);
        return changed.isEmpty() || changed.equals(found)
                ? CompletableFuture.completedFuture(found)
                : journal.record(List.of(new AccountSaved(changed.get())))
                        .thenApply(
                                stored -> {
                                    listener.changed(changed.get());
                                    return changed;
                                });
    }

    /**
     * Removes an account with its keys, tokens and contacts. What it wrote stays in the archive.
     */
    public CompletionStage<Void> delete(BareJid account) {
        return delete(account, () -> {});
    }

    /**
     * Removes an account.
     *
     * @param told run when that is durable, before its sessions are ended
     */
    public CompletionStage<Void> delete(BareJid account, Runnable told) {
        return rosters.load(account)
                .thenCompose(
                        roster ->
                                journal.record(List.of(new AccountDeleted(account)))
                                        .thenRun(told)
                                        .thenRun(() -> listener.deleted(account, roster)));
    }

    private CompletionStage<Provisioned> make(NewAccount wish, List<? extends Change> together) {
        return derive(wish.password())
                .thenCompose(
                        derived -> {
                            Account account =
                                    new Account(
                                            wish.address(),
                                            named(wish),
                                            true,
                                            wish.admin(),
                                            clock.instant());
                            List<Change> changes = new ArrayList<>(together);
                            changes.add(new AccountSaved(account));
                            changes.add(new ScramKeysSaved(wish.address(), derived));
                            return journal.record(changes)
                                    .thenApply(
                                            stored -> {
                                                listener.created(account);
                                                return new Provisioned.Created(account);
                                            });
                        });
    }

    private CompletableFuture<List<ScramKeys>> derive(String password) {
        return CompletableFuture.supplyAsync(() -> keys.derive(password), deriving);
    }

    private static @Nullable String named(NewAccount wish) {
        String name = wish.name();
        return name == null || name.isBlank() ? null : name.strip();
    }

    private static Provisioned.@Nullable Unacceptable check(NewAccount wish) {
        String name = wish.name();
        if (name != null && name.length() > NewAccount.MAX_NAME_LENGTH) {
            return new Provisioned.Unacceptable(
                    Provisioned.Field.NAME,
                    "The name may have at most " + NewAccount.MAX_NAME_LENGTH + " characters.");
        }
        return checkPassword(wish.password());
    }

    private static Provisioned.@Nullable Unacceptable checkPassword(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < NewAccount.MIN_PASSWORD_LENGTH) {
            return new Provisioned.Unacceptable(
                    Provisioned.Field.PASSWORD,
                    "The password needs at least "
                            + NewAccount.MIN_PASSWORD_LENGTH
                            + " characters.");
        }
        if (length > NewAccount.MAX_PASSWORD_LENGTH) {
            return new Provisioned.Unacceptable(
                    Provisioned.Field.PASSWORD,
                    "The password may have at most "
                            + NewAccount.MAX_PASSWORD_LENGTH
                            + " characters.");
        }
        if (SaslPrep.prepare(password) == null) {
            return new Provisioned.Unacceptable(
                    Provisioned.Field.PASSWORD,
                    "The password has characters that cannot be used, such as control characters.");
        }
        return null;
    }
}
