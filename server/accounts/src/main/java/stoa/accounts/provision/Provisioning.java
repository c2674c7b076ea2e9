package stoa.accounts.provision;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.account.AccountStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysSaved;
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
     * Is told of accounts that came or went, after that is durable, so that contact lists follow.
     * Must only hand over.
     */
    public interface Listener {
        void created(Account account);

        void deleted(BareJid account);
    }

    private final AccountStore accounts;
    private final Journal journal;
    private final KeyDerivation keys;
    private final Executor deriving;
    private final InstantSource clock;
    private final Listener listener;
    private final Set<BareJid> underWay = ConcurrentHashMap.newKeySet();

    public Provisioning(
            AccountStore accounts,
            Journal journal,
            KeyDerivation keys,
            Executor deriving,
            InstantSource clock,
            Listener listener) {
        this.accounts = accounts;
        this.journal = journal;
        this.keys = keys;
        this.deriving = deriving;
        this.clock = clock;
        this.listener = listener;
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
                .thenCompose(
                        found ->
                                found.isPresent()
                                        ? CompletableFuture.<Provisioned>completedFuture(
                                                new Provisioned.Taken())
                                        : make(wish, together))
                .whenComplete((done, failure) -> underWay.remove(wish.address()));
    }

    /** Sets a new password; everybody signed in by a token must sign in again. */
    public CompletionStage<Void> changePassword(BareJid account, String password) {
        return derive(password)
                .thenCompose(
                        derived ->
                                journal.record(
                                        List.of(
                                                new ScramKeysSaved(account, derived),
                                                new FastTokensRevoked(account))));
    }

    /**
     * Removes an account with its keys, tokens and contacts. What it wrote stays in the archive.
     */
    public CompletionStage<Void> delete(BareJid account) {
        return journal.record(List.of(new AccountDeleted(account)))
                .thenRun(() -> listener.deleted(account));
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
        int length = wish.password().codePointCount(0, wish.password().length());
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
        String name = wish.name();
        if (name != null && name.length() > NewAccount.MAX_NAME_LENGTH) {
            return new Provisioned.Unacceptable(
                    Provisioned.Field.NAME,
                    "The name may have at most " + NewAccount.MAX_NAME_LENGTH + " characters.");
        }
        if (SaslPrep.prepare(wish.password()) == null) {
            return new Provisioned.Unacceptable(
                    Provisioned.Field.PASSWORD,
                    "The password has characters that cannot be used, such as control characters.");
        }
        return null;
    }
}
