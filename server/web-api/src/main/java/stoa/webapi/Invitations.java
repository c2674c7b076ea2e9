package stoa.webapi;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.Bytes;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InviteStore;
import stoa.xmpp.jid.BareJid;

/**
 * Invitations by link: who has one may make an account in its domain, as often as it says and as
 * long as it lasts.
 */
public final class Invitations {
    static final Problem USED =
            new Problem(410, "invite-used", "This invitation has been used. Ask for a new one.");
    static final Problem EXPIRED =
            new Problem(410, "invite-expired", "This invitation has expired. Ask for a new one.");
    private static final Problem BUSY =
            new Problem(
                    503,
                    "try-again",
                    "Somebody is using this invitation right now. Try again in a moment.");

    /** An invitation as handed out, once. */
    public record Made(String token, Instant expires) {}

    private final InviteStore invites;
    private final Journal journal;
    private final Provisioning provisioning;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Set<Bytes> underWay = ConcurrentHashMap.newKeySet();

    public Invitations(
            InviteStore invites,
            Journal journal,
            Provisioning provisioning,
            SecureRandom random,
            InstantSource clock) {
        this.invites = invites;
        this.journal = journal;
        this.provisioning = provisioning;
        this.random = random;
        this.clock = clock;
    }

    CompletionStage<Made> make(BareJid inviter, int uses, Duration lifetime) {
        String token = ApiTokens.newToken(random);
        Instant now = clock.instant();
        Invite invite =
                new Invite(
                        ApiTokens.hash(token),
                        inviter.domain(),
                        inviter,
                        uses,
                        now,
                        now.plus(lifetime));
        return journal.record(List.of(new InviteSaved(invite)))
                .thenApply(stored -> new Made(token, invite.expiresAt()));
    }

    /** The invitation, or a problem when it is used up or too old. */
    CompletionStage<Invite> check(String token) {
        return invites.find(ApiTokens.hash(token)).thenApply(this::valid);
    }

    /** Makes the account and uses the invitation, in one transaction. */
    CompletionStage<Provisioned> accept(Invite invite, NewAccount wish) {
        if (!underWay.add(invite.tokenHash())) {
            return CompletableFuture.failedFuture(new ProblemException(BUSY));
        }
        return invites.find(invite.tokenHash())
                .thenApply(this::valid)
                .thenCompose(current -> provisioning.create(wish, List.of(used(current))))
                .whenComplete((done, failure) -> underWay.remove(invite.tokenHash()));
    }

    private Invite valid(Optional<Invite> found) {
        Invite invite = found.orElseThrow(() -> new ProblemException(USED));
        if (invite.usesLeft() < 1) {
            throw new ProblemException(USED);
        }
        if (invite.expiresAt().isBefore(clock.instant())) {
            throw new ProblemException(EXPIRED);
        }
        return invite;
    }

    /** A used-up invitation is kept, so that its link can say so. */
    private static Change used(Invite invite) {
        return new InviteSaved(
                new Invite(
                        invite.tokenHash(),
                        invite.domain(),
                        invite.inviter(),
                        invite.usesLeft() - 1,
                        invite.createdAt(),
                        invite.expiresAt()));
    }
}
