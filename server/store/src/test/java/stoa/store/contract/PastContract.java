package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.ArchivedMessage;
import stoa.store.archive.PastAppend;
import stoa.store.archive.PastOwnerAdded;
import stoa.xmpp.jid.BareJid;

/**
 * Messages that are put into the past. What histories have of them is known when the store is
 * opened next: {@code PastMessagesTest}.
 */
abstract class PastContract {
    /** Tests share a store, so each is at home in a second of its own. */
    private static final AtomicLong SECONDS = new AtomicLong(1_000_000_000);

    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);
    private final BareJid romeo = at("romeo", domain);
    private final long first = ArchiveSlot.firstIdAt(SECONDS.incrementAndGet() * 1_000);
    private final long last = first + ArchiveSlot.firstIdAt(1_000) - 1;

    abstract StoreFixture fixture();

    private PastAppend past(long id, String body) {
        ArchiveAppend chat = Messages.chat(romeo.withResource("x"), juliet, body, null);
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(id);
        return new PastAppend(
                new ArchiveAppend(
                        slot,
                        chat.from(),
                        chat.to(),
                        chat.type(),
                        null,
                        List.of(new ArchiveOwner(juliet, romeo)),
                        chat.stanza(),
                        true));
    }

    private List<ArchivedMessage> span(int max) {
        return get(fixture().store().archive().span(first, last, max));
    }

    @Test
    void they_stand_where_their_ids_are() {
        fixture().commit(Messages.chat(romeo.withResource("x"), juliet, "now", null));
        fixture().commit(past(first + 7, "second"), past(first, "first"), past(last, "third"));
        assertThat(span(ArchiveStore.MAX_SPAN))
                .extracting(ArchivedMessage::id)
                .containsExactly(first, first + 7, last);
        ArchivedMessage one = span(1).getFirst();
        assertThat(one.from()).isEqualTo(romeo.withResource("x"));
        assertThat(one.to()).isEqualTo(juliet);
        assertThat(one.owners()).containsExactly(juliet);
        assertThat(one.stanza()).isEqualTo(past(1, "first").message().stanza());
    }

    @Test
    void a_further_history_is_added_once_and_to_what_is_there_only() {
        ArchiveOwner his = new ArchiveOwner(romeo, juliet);
        fixture().commit(past(first, "one"), new PastOwnerAdded(first, his));
        fixture().commit(new PastOwnerAdded(first, his), new PastOwnerAdded(first + 1, his));
        List<ArchivedMessage> there = span(2);
        assertThat(there).hasSize(1);
        assertThat(there.getFirst().owners()).containsExactly(juliet, romeo);
    }
}
