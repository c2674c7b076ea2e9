package stoa.store.memory;

import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteDeleted;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InviteStore;

final class MemoryInvites implements InviteStore {
    private final MemoryTables tables;
    private final Map<Bytes, Invite> invites = new HashMap<>();

    MemoryInvites(MemoryTables tables) {
        this.tables = tables;
        tables.on(InviteSaved.class, saved -> save(saved.invite()));
        tables.on(InviteDeleted.class, deleted -> invites.remove(deleted.tokenHash()));
    }

    private void save(Invite i) {
        invites.put(
                i.tokenHash(),
                new Invite(
                        i.tokenHash(),
                        i.domain(),
                        i.inviter(),
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
}
