package stoa.store.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteDeleted;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InviteStore;
import stoa.store.invite.InvitesForgotten;
import stoa.xmpp.jid.BareJid;

final class MemoryInvites implements InviteStore {
    private final MemoryTables tables;
    private final Map<Bytes, Invite> invites = new HashMap<>();

    MemoryInvites(MemoryTables tables) {
        this.tables = tables;
        tables.on(InviteSaved.class, saved -> save(saved.invite()));
        tables.on(InviteDeleted.class, deleted -> invites.remove(deleted.tokenHash()));
        tables.on(
                InvitesForgotten.class,
                old ->
                        invites.values()
                                .removeIf(one -> one.expiresAt().isBefore(old.expiredBefore())));
    }

    private void save(Invite i) {
        invites.put(
                i.tokenHash(),
                new Invite(
                        i.tokenHash(),
                        i.domain(),
                        i.inviter(),
                        i.grants(),
                        i.usesLeft(),
                        i.createdAt().truncatedTo(ChronoUnit.MILLIS),
                        i.expiresAt().truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public CompletionStage<Optional<Invite>> find(Bytes tokenHash) {
        return tables.read(() -> Optional.ofNullable(invites.get(tokenHash)));
    }

    @Override
    public CompletionStage<List<Invite>> list(String domain, int max) {
        return tables.read(
                () ->
                        invites.values().stream()
                                .filter(invite -> invite.domain().equals(domain))
                                .sorted(Comparator.comparing(Invite::createdAt).reversed())
                                .limit(max)
                                .toList());
    }

    @Override
    public CompletionStage<List<Invite>> open(
            String domain, @Nullable BareJid inviter, Instant now, int max) {
        return tables.read(
                () ->
                        invites.values().stream()
                                .filter(invite -> invite.isOpen(now))
                                .filter(invite -> invite.domain().equals(domain))
                                .filter(i -> inviter == null || inviter.equals(i.inviter()))
                                .sorted(Comparator.comparing(Invite::createdAt).reversed())
                                .limit(max)
                                .toList());
    }

    @Override
    public CompletionStage<List<Invite>> reserving(BareJid address, Instant now) {
        return tables.read(
                () ->
                        invites.values().stream()
                                .filter(invite -> invite.isOpen(now))
                                .filter(invite -> invite.domain().equals(address.domain()))
                                .filter(i -> address.local().equals(i.grants().username()))
                                .sorted(Comparator.comparing(Invite::createdAt).reversed())
                                .toList());
    }

    @Override
    public CompletionStage<Long> countOpen(BareJid inviter, Instant now) {
        return tables.read(
                () ->
                        invites.values().stream()
                                .filter(invite -> invite.isOpen(now))
                                .filter(invite -> inviter.equals(invite.inviter()))
                                .count());
    }
}
