package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.Messages.chat;
import static stoa.store.contract.Messages.groupchat;
import static stoa.store.contract.Messages.marker;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveExtent;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.FollowedMessage;
import stoa.store.archive.RecentOrigin;
import stoa.store.archive.TombstoneSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

abstract class ArchiveContract {
    private final String domain = StoreFixture.freshDomain();
    private final FullJid juliet = at("juliet", domain).withResource("balcony");
    private final FullJid romeo = at("romeo", domain).withResource("orchard");
    private final FullJid nurse = at("nurse", domain).withResource("house");
    private final BareJid garden = at("garden", "conference." + domain);

    abstract StoreFixture fixture();

    private ArchiveStore archive() {
        return fixture().store().archive();
    }

    private ArchiveResult.Page page(ArchiveQuery query) {
        return (ArchiveResult.Page) get(archive().page(query));
    }

    private List<Long> ids(ArchiveQuery query) {
        return page(query).rows().stream().map(ArchiveRow::id).toList();
    }

    private long commit(ArchiveAppend message) {
        fixture().commit(message);
        return message.slot().id();
    }

    @Test
    void a_message_is_in_both_histories_with_its_bytes() {
        ArchiveAppend message = chat(juliet, romeo, "wherefore ☂ art thou", "o1");
        long id = commit(message);
        ArchiveRow row = new ArchiveRow(id, juliet, romeo, message.stanza());
        assertThat(page(ArchiveQuery.lastOf(juliet.account(), 10)).rows()).containsExactly(row);
        assertThat(page(ArchiveQuery.lastOf(romeo.account(), 10)).rows()).containsExactly(row);
        assertThat(row.epochMillis()).isEqualTo(ArchiveSlot.epochMillis(id));
    }

    @Test
    void a_history_nobody_wrote_is_empty_and_complete() {
        assertThat(page(ArchiveQuery.lastOf(nurse.account(), 10)))
                .isEqualTo(
                        new ArchiveResult.Page(
                                List.of(), true, OptionalLong.empty(), OptionalLong.of(0)));
        assertThat(get(archive().extent(nurse.account()))).isEmpty();
    }

    @Test
    void a_note_to_oneself_is_stored_once() {
        long id = commit(chat(juliet, juliet.account(), "remember", null));
        assertThat(ids(ArchiveQuery.lastOf(juliet.account(), 10))).containsExactly(id);
        assertThat(ids(ArchiveQuery.lastOf(juliet.account(), 10).with(juliet.account())))
                .containsExactly(id);
    }

    @Test
    void a_room_s_history_is_one_whoever_speaks() {
        long first = commit(groupchat(garden, "Juliet", juliet.account(), "one", null));
        long second = commit(groupchat(garden, "Romeo", romeo.account(), "two", null));
        assertThat(ids(ArchiveQuery.lastOf(garden, 10))).containsExactly(first, second);
        assertThat(ids(ArchiveQuery.lastOf(garden, 10).with(romeo.account())))
                .containsExactly(second);
        assertThat(ids(ArchiveQuery.lastOf(garden, 10).with(garden.withResource("Juliet"))))
                .containsExactly(first);
        assertThat(ids(ArchiveQuery.lastOf(juliet.account(), 10))).isEmpty();
    }

    @Test
    void whoever_reads_a_retracted_message_gets_its_tombstone() {
        ArchiveAppend message = chat(juliet, romeo, "wherefore", "o1");
        long id = commit(message);
        long kept = commit(chat(juliet, romeo, "art thou", null));
        Bytes tombstone = Bytes.utf8("<message><retracted xmlns='urn:x'/></message>");

        fixture().commit(new TombstoneSaved(id, Bytes.utf8("<message/>")));
        fixture().commit(new TombstoneSaved(id, tombstone));

        ArchiveRow row = new ArchiveRow(id, juliet, romeo, tombstone);
        for (BareJid owner : List.of(juliet.account(), romeo.account())) {
            assertThat(page(ArchiveQuery.lastOf(owner, 10)).rows()).first().isEqualTo(row);
            assertThat(ids(ArchiveQuery.lastOf(owner, 10))).containsExactly(id, kept);
            assertThat(page(ArchiveQuery.firstOf(owner, 10).ids(List.of(id))).rows())
                    .containsExactly(row);
        }
    }

    @Test
    void who_follows_the_archive_gets_every_message_once_with_its_owners_and_their_peers() {
        long before = archive().newestId();
        ArchiveAppend said = chat(juliet, romeo, "wherefore", null);
        long first = commit(said);
        long second = commit(groupchat(garden, "Juliet", juliet.account(), "one", null));
        Bytes tombstone = Bytes.utf8("<message><retracted xmlns='urn:x'/></message>");
        fixture().commit(new TombstoneSaved(second, tombstone));

        assertThat(archive().newestId()).isEqualTo(second);
        assertThat(archive().id()).isNotEmpty();
        List<FollowedMessage> all = get(archive().follow(before, 10));
        assertThat(all).hasSize(2);
        assertThat(all.getFirst())
                .isEqualTo(
                        new FollowedMessage(
                                first,
                                juliet,
                                romeo,
                                List.of(
                                        new ArchiveOwner(juliet.account(), romeo),
                                        new ArchiveOwner(romeo.account(), juliet)),
                                said.stanza()));
        assertThat(all.getLast().stanza()).isEqualTo(tombstone);
        assertThat(all.getLast().owners())
                .containsExactly(new ArchiveOwner(garden, juliet.account()));
        assertThat(get(archive().follow(before, 1))).containsExactly(all.getFirst());
        assertThat(get(archive().follow(first, 10))).containsExactly(all.getLast());
        assertThat(get(archive().follow(second, 10))).isEmpty();
        assertThat(get(archive().retracted(List.of(first, second, 7L)))).containsExactly(second);
        assertThat(get(archive().retracted(List.of(first)))).isEmpty();
    }

    @Test
    void with_filters_by_peer_and_by_resource() {
        FullJid pc = romeo.account().withResource("pc");
        long toBare = commit(chat(juliet, romeo.account(), "1", null));
        long fromPc = commit(chat(pc, juliet, "2", null));
        long toOrchard = commit(chat(juliet, romeo, "3", null));
        commit(chat(nurse, juliet, "4", null));
        ArchiveQuery all = ArchiveQuery.firstOf(juliet.account(), 10);
        assertThat(ids(all.with(romeo.account()))).containsExactly(toBare, fromPc, toOrchard);
        assertThat(ids(all.with(pc))).containsExactly(fromPc);
        assertThat(ids(all.with(romeo))).containsExactly(toOrchard);
        assertThat(ids(all.with(at("mercutio", domain)))).isEmpty();
    }

    @Test
    void start_and_end_are_inclusive_to_the_millisecond() {
        fixture().passMs(10);
        long a = commit(chat(juliet, romeo, "a", null));
        fixture().passMs(1000);
        long b = commit(chat(juliet, romeo, "b", null));
        long b2 = commit(chat(juliet, romeo, "b2", null));
        fixture().passMs(1000);
        long c = commit(chat(juliet, romeo, "c", null));
        long at = ArchiveSlot.epochMillis(b);
        ArchiveQuery all = ArchiveQuery.firstOf(juliet.account(), 10);
        assertThat(ids(all.start(at))).containsExactly(b, b2, c);
        assertThat(ids(all.end(at))).containsExactly(a, b, b2);
        assertThat(ids(all.start(at).end(at))).containsExactly(b, b2);
        assertThat(ids(all.start(at + 1))).containsExactly(c);
        assertThat(ids(all.end(at - 1))).containsExactly(a);
        assertThat(ids(all.start(-1L).end(Long.MAX_VALUE))).hasSize(4);
        assertThat(ids(all.start(Long.MAX_VALUE))).isEmpty();
        assertThat(ids(all.end(Long.MIN_VALUE))).isEmpty();
    }

    @Test
    void ids_that_are_not_in_the_history_are_said_to_be_unknown() {
        long mine = commit(chat(juliet, romeo, "a", null));
        long foreign = commit(chat(romeo, nurse, "b", null));
        ArchiveQuery all = ArchiveQuery.firstOf(juliet.account(), 10);
        for (ArchiveQuery query :
                List.of(
                        all.page(new Anchor.After(foreign), 5),
                        all.page(new Anchor.Before(foreign), 5),
                        all.after(foreign),
                        all.before(foreign),
                        all.ids(List.of(mine, foreign)),
                        all.after(0L),
                        all.after(-5L),
                        all.before(Long.MAX_VALUE),
                        all.before(Long.MIN_VALUE))) {
            assertThat(get(archive().page(query))).isEqualTo(new ArchiveResult.ItemNotFound());
        }
        assertThat(get(archive().page(ArchiveQuery.firstOf(at("paris", domain), 5).after(mine))))
                .isEqualTo(new ArchiveResult.ItemNotFound());
    }

    @Test
    void messages_are_fetched_by_id() {
        long a = commit(chat(juliet, romeo, "a", null));
        commit(chat(juliet, romeo, "b", null));
        long c = commit(chat(nurse, juliet, "c", null));
        ArchiveQuery both = ArchiveQuery.firstOf(juliet.account(), 10).ids(List.of(c, a));
        assertThat(ids(both)).containsExactly(a, c);
        assertThat(page(both).count()).hasValue(2);
        assertThat(ids(both.with(nurse.account()))).containsExactly(c);
    }

    @Test
    void lines_may_be_told_from_markers() {
        long line = commit(chat(juliet, romeo, "a", null));
        long marker = commit(marker(romeo, juliet));
        ArchiveQuery all = ArchiveQuery.firstOf(juliet.account(), 10);
        assertThat(ids(all)).containsExactly(line, marker);
        assertThat(ids(all.linesOnly(true))).containsExactly(line);
    }

    @Test
    void counting_needs_no_rows() {
        commit(chat(juliet, romeo, "a", null));
        commit(chat(juliet, romeo, "b", null));
        assertThat(page(ArchiveQuery.firstOf(juliet.account(), 0)))
                .isEqualTo(
                        new ArchiveResult.Page(
                                List.of(), false, OptionalLong.empty(), OptionalLong.of(2)));
    }

    @Test
    void the_extent_is_the_first_and_the_last() {
        long first = commit(chat(juliet, romeo, "a", null));
        commit(chat(romeo, juliet, "b", null));
        long last = commit(chat(juliet, nurse, "c", null));
        Optional<ArchiveExtent> extent = get(archive().extent(juliet.account()));
        assertThat(extent).contains(new ArchiveExtent(first, last));
    }

    @Test
    void origins_tell_what_an_account_has_sent() {
        long first = commit(chat(juliet, romeo.account(), "a", "o1"));
        commit(chat(romeo, juliet, "b", "o2"));
        commit(chat(juliet, romeo, "no origin", null));
        long second = commit(chat(juliet, nurse, "c", "o1"));
        RecentOrigin one = new RecentOrigin(first, juliet.account(), romeo.account(), "o1");
        RecentOrigin two = new RecentOrigin(second, juliet.account(), nurse, "o1");
        BareJid owner = juliet.account();
        assertThat(get(archive().recentOrigins(owner, 0, 10))).containsExactly(one, two);
        assertThat(get(archive().recentOrigins(owner, first, 10))).containsExactly(two);
        assertThat(get(archive().recentOrigins(owner, 0, 1))).containsExactly(two);
        assertThat(get(archive().recentOrigins(at("paris", domain), 0, 1))).isEmpty();
    }

    @Test
    void origins_tell_who_has_spoken_in_a_room() {
        long first = commit(groupchat(garden, "Juliet", juliet.account(), "one", "o1"));
        long second = commit(groupchat(garden, "Juliet", romeo.account(), "two", "o1"));
        assertThat(get(archive().recentOrigins(garden, 0, 10)))
                .containsExactly(
                        new RecentOrigin(first, juliet.account(), garden, "o1"),
                        new RecentOrigin(second, romeo.account(), garden, "o1"));
    }
}
