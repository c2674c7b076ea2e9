package stoa.store.sql;

import java.util.List;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.contract.StoreFixture;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;

/** Juliet writes to Romeo, and what of it is read back. */
final class Talk {
    static final BareJid JULIET = BareJid.of("juliet", "example.org");
    static final BareJid ROMEO = BareJid.of("romeo", "example.org");
    private static final FullJid BALCONY = JULIET.withResource("balcony");

    private Talk() {}

    /** A message that says so, numbered by whoever commits it. */
    static ArchiveAppend line(String text) {
        return new ArchiveAppend(
                new ArchiveSlot(),
                BALCONY,
                ROMEO,
                Message.Type.CHAT,
                text,
                List.of(new ArchiveOwner(JULIET, ROMEO), new ArchiveOwner(ROMEO, JULIET)),
                Bytes.utf8(text),
                true);
    }

    /** All lines of a history, oldest first. */
    static List<String> lines(SqlStore store, BareJid owner) {
        List<String> lines = new java.util.ArrayList<>();
        ArchiveQuery query = ArchiveQuery.firstOf(owner, ArchiveQuery.MAX_ROWS);
        ArchiveResult.Page page;
        do {
            page = (ArchiveResult.Page) StoreFixture.get(store.archive().page(query));
            page.rows().forEach(row -> lines.add(row.stanza().text()));
            if (!page.rows().isEmpty()) {
                ArchiveRow last = page.rows().getLast();
                query = query.page(new Anchor.After(last.id()), query.max());
            }
        } while (!page.complete());
        return lines;
    }
}
