package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.room.RoomDeleted;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.store.vcard.VcardStore;
import stoa.xmpp.jid.BareJid;

/** vCards in SQL. */
public final class SqlVcards implements VcardStore {
    private final Reads reads;

    public SqlVcards(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes vCards. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                VcardSaved.class,
                "INSERT INTO vcard (owner, xml, photo_hash) VALUES (?, ?, ?)"
                        + " ON CONFLICT (owner) DO UPDATE SET xml = excluded.xml,"
                        + " photo_hash = excluded.photo_hash",
                saved -> row(saved.owner(), saved.vcard().xml(), saved.vcard().photoHash()));
        String delete = "DELETE FROM vcard WHERE owner = ?";
        writers.on(AccountDeleted.class, delete, deleted -> row(deleted.account()));
        writers.on(RoomDeleted.class, delete, deleted -> row(deleted.room()));
    }

    @Override
    public CompletionStage<Optional<Vcard>> find(BareJid owner) {
        return reads.first(
                "SELECT xml, photo_hash FROM vcard WHERE owner = ?",
                row -> new Vcard(row.bytes(1), row.textOrNull(2)),
                owner);
    }
}
