package stoa.store.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.room.RoomDeleted;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.store.vcard.VcardStore;
import stoa.xmpp.jid.BareJid;

final class MemoryVcards implements VcardStore {
    private final MemoryTables tables;
    private final Map<BareJid, Vcard> vcards = new HashMap<>();

    MemoryVcards(MemoryTables tables) {
        this.tables = tables;
        tables.on(VcardSaved.class, saved -> vcards.put(saved.owner(), saved.vcard()));
        tables.on(AccountDeleted.class, deleted -> vcards.remove(deleted.account()));
        tables.on(RoomDeleted.class, deleted -> vcards.remove(deleted.room()));
    }

    @Override
    public CompletionStage<Optional<Vcard>> find(BareJid owner) {
        return tables.read(() -> Optional.ofNullable(vcards.get(owner)));
    }
}
