package stoa.accounts.invite;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.Bytes;
import stoa.store.TokenHash;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteDeleted;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InviteStore;
import stoa.store.invite.InvitesForgotten;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Invitations by token: who has one may make an account in its domain, or become its inviter's
 * contact, as often as it says and as long as it lasts. A token has 256 random bits and is stored
 * as a hash only. Any thread; nothing blocks.
 */
public final class Invitations {
    /** How long it is still known of an invitation, used or not, that there was one. */
    public static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int TOKEN_BYTES = 32;

    /** The most characters a token can have; what is longer is none. */
    private static final int MOST_TOKEN = 100;

    /** An invitation as handed out, once. */
    public record Made(String token, Invite invite) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Made[" + invite.domain() + "]";
        }
    }

    /** Makes two people each other's contacts. Must only hand over. */
    public interface Introduction {
        void introduce(BareJid inviter, BareJid invited);
    }

    private final InviteStore invites;
    private final Journal journal;
    private final Provisioning provisioning;
    private final Introduction introduction;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Set<Bytes> underWay = ConcurrentHashMap.newKeySet();

    public Invitations(
            InviteStore invites,
            Journal journal,
            Provisioning provisioning,
            Introduction introduction,
            SecureRandom random,
            InstantSource clock) {
        this.invites = invites;
        this.journal = journal;
        this.provisioning = provisioning;
        this.introduction = introduction;
        this.random = random;
        this.clock = clock;
    }

    /** Makes one; the stage fails when the store does. */
    public CompletionStage<Made> make(Wish wish) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Invite invite =
                new Invite(
                        TokenHash.of(token),
                        wish.domain(),
                        wish.inviter(),
                        wish.grants(),
                        wish.uses(),
                        now,
                        now.plus(wish.lifetime()));
        return journal.record(List.of(new InviteSaved(invite)))
                .thenApply(stored -> new Made(token, invite));
    }

    /**
     * The newest open invitations of a domain.
     *
     * @param inviter only those that this account has made; null for all
     */
    public CompletionStage<List<Invite>> open(String domain, @Nullable BareJid inviter, int max) {
        return invites.open(domain, inviter, clock.instant(), max);
    }

    /** How many open invitations an account has made. */
    public CompletionStage<Long> countOpen(BareJid inviter) {
        return invites.countOpen(inviter, clock.instant());
    }

    /** Looks at an invitation. A used-up one is kept, so that its link can say so. */
    public CompletionStage<Looked> look(String token) {
        return token.length() > MOST_TOKEN
                ? CompletableFuture.completedFuture(new Looked.Used())
                : invites.find(TokenHash.of(token))
                        .thenApply(
                                found ->
                                        found.isEmpty() || found.get().usesLeft() < 1
                                                ? new Looked.Used()
                                                : found.get().isOpen(clock.instant())
                                                        ? new Looked.Open(found.get())
                                                        : new Looked.Expired());
    }

    /**
     * Deletes those that were good until {@link #REMEMBERED} ago, used or not. The stage fails when
     * the store does.
     */
    public CompletionStage<Void> forgetOld() {
        return journal.record(List.of(new InvitesForgotten(clock.instant().minus(REMEMBERED))));
    }

    /** Takes an invitation back: its link is worth nothing from now on. */
    public CompletionStage<Void> revoke(Invite invite) {
        return journal.record(List.of(new InviteDeleted(invite.tokenHash())));
    }

    /** Whether an open invitation keeps that address for whoever has it. */
    public CompletionStage<Boolean> isReserved(BareJid address) {
        return reservedBeside(address, null);
    }

    private CompletionStage<Boolean> reservedBeside(BareJid address, @Nullable Invite own) {
        return invites.reserving(address, clock.instant())
                .thenApply(
                        all ->
                                all.stream()
                                        .anyMatch(
                                                one ->
                                                        own == null
                                                                || !one.tokenHash()
                                                                        .equals(own.tokenHash())));
    }

    /**
     * Makes the account and uses the invitation, in one transaction; then inviter and invited are
     * each other's contacts, if it says so. That the invitation has not expired was seen when it
     * was shown, and is not looked at again (XEP-0445 section 4).
     */
    public CompletionStage<Accepted> accept(Invite shown, NewAccount wish) {
        String reserved = shown.grants().username();
        if (reserved != null && !reserved.equals(wish.address().local())) {
            return CompletableFuture.completedFuture(new Accepted.ForAnother(reserved));
        }
        if (!shown.domain().equals(wish.address().domain()) || !shown.grants().account()) {
            return CompletableFuture.completedFuture(new Accepted.Used());
        }
        if (!underWay.add(shown.tokenHash())) {
            return CompletableFuture.completedFuture(new Accepted.Busy());
        }
        return invites.find(shown.tokenHash())
                .thenCompose(
                        found ->
                                found.isEmpty() || found.get().usesLeft() < 1
                                        ? CompletableFuture.<Accepted>completedFuture(
                                                new Accepted.Used())
                                        : create(found.get(), wish))
                .whenComplete((done, failure) -> underWay.remove(shown.tokenHash()));
    }

    private CompletionStage<Accepted> create(Invite invite, NewAccount wish) {
        return reservedBeside(wish.address(), invite)
                .thenCompose(
                        reserved ->
                                reserved
                                        ? CompletableFuture.<Provisioned>completedFuture(
                                                new Provisioned.Taken())
                                        : provisioning.register(
                                                wish, List.of(new InviteSaved(invite.used()))))
                .thenApply(
                        outcome -> {
                            BareJid inviter = invite.inviter();
                            if (outcome instanceof Provisioned.Created made
                                    && inviter != null
                                    && invite.grants().contact()) {
                                introduction.introduce(inviter, made.account().address());
                            }
                            return new Accepted.Judged(outcome);
                        });
    }

    /**
     * An invitation that somebody shows to become its inviter's contact (XEP-0379 section 3.4),
     * held so that nobody else uses it meanwhile.
     *
     * @param used stores that it was used
     * @param settled completed by the holder, whether it was used or not
     */
    public record Claim(Change used, CompletableFuture<Boolean> settled) {}

    /**
     * Holds the invitation for whoever shows it, if it is that inviter's and still open; null
     * otherwise, and then the request counts as one without a token (XEP-0379 section 4.1). The
     * holder commits {@link Claim#used} or not, and in any case completes {@link Claim#settled}.
     */
    public CompletionStage<@Nullable Claim> claim(BareJid inviter, Jid invited, String token) {
        Bytes hash = TokenHash.of(token.length() > MOST_TOKEN ? "" : token);
        if (!underWay.add(hash)) {
            return CompletableFuture.completedFuture(null);
        }
        return invites.find(hash)
                .handle(
                        (found, failure) -> {
                            Invite invite = found == null ? null : found.orElse(null);
                            boolean fits =
                                    invite != null
                                            && invite.grants().contact()
                                            && inviter.equals(invite.inviter())
                                            && isFor(invite, invited)
                                            && invite.isOpen(clock.instant());
                            if (!fits) {
                                underWay.remove(hash);
                                return null;
                            }
                            CompletableFuture<Boolean> settled = new CompletableFuture<>();
                            CompletableFuture<Void> _ =
                                    settled.thenRun(() -> underWay.remove(hash));
                            return new Claim(new InviteSaved(invite.used()), settled);
                        });
    }

    /** XEP-0379 section 5.2, "Identity": one for a known address is for that one alone. */
    private static boolean isFor(Invite invite, Jid invited) {
        String username = invite.grants().username();
        return username == null || invited.equals(BareJid.of(username, invite.domain()));
    }
}
