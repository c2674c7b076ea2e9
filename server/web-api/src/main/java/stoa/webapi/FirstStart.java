package stoa.webapi;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.core.journal.Journal;
import stoa.store.Store;
import stoa.store.TokenHash;
import stoa.store.secret.SecretDeleted;
import stoa.store.secret.SecretSaved;

/**
 * The one-time link of the first start: whoever opens it chooses the first administrator's
 * password. Only a hash of its token is stored; a new start before it was used makes a new one. It
 * is spent in the transaction that makes the administrator.
 */
public final class FirstStart {
    private static final String SECRET = "first-start-link";

    private final Store store;
    private final Journal journal;
    private final Provisioning provisioning;
    private final SecureRandom random;
    private final AtomicBoolean claiming = new AtomicBoolean();

    public FirstStart(
            Store store, Journal journal, Provisioning provisioning, SecureRandom random) {
        this.store = store;
        this.journal = journal;
        this.provisioning = provisioning;
        this.random = random;
    }

    /** Makes the link's token when the domain has nobody yet. */
    public CompletionStage<Optional<String>> open(String domain) {
        return store.accounts()
                .count(domain)
                .thenCompose(
                        people -> {
                            if (people > 0) {
                                return CompletableFuture.completedFuture(Optional.<String>empty());
                            }
                            String token = ApiTokens.newToken(random);
                            return journal.record(
                                            List.of(new SecretSaved(SECRET, TokenHash.of(token))))
                                    .thenApply(stored -> Optional.of(token));
                        });
    }

    /** Whether the token is the link's and the link is not spent. */
    CompletionStage<Boolean> isOpen(String token) {
        byte[] asked = TokenHash.of(token).array();
        return store.secrets()
                .find(SECRET)
                .thenApply(
                        secret ->
                                secret.isPresent()
                                        && MessageDigest.isEqual(secret.get().array(), asked));
    }

    /** Makes the first administrator and spends the link; a problem when the link is spent. */
    CompletionStage<Provisioned> claim(String token, NewAccount administrator) {
        if (!claiming.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new ProblemException(Problem.SETUP_USED));
        }
        return isOpen(token)
                .thenCompose(
                        open ->
                                open
                                        ? provisioning.create(
                                                administrator, List.of(new SecretDeleted(SECRET)))
                                        : CompletableFuture.<Provisioned>failedFuture(
                                                new ProblemException(Problem.SETUP_USED)))
                .whenComplete(
                        (@Nullable Provisioned done, @Nullable Throwable failure) ->
                                claiming.set(false));
    }
}
