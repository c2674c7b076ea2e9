package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.memory.MemoryStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * Random talk and random queries: the store answers as the store in memory does, and every walk
 * through pages equals the list it walks through.
 */
abstract class ArchivePagingContract {
    private final String domain = StoreFixture.freshDomain();
    private final List<FullJid> people = new ArrayList<>();
    private final BareJid garden = at("garden", "conference." + domain);
    private final List<ArchiveAppend> written = new ArrayList<>();
    private final MemoryStore oracle = new MemoryStore();

    abstract StoreFixture fixture();

    ArchivePagingContract() {
        for (String name : List.of("juliet", "romeo", "mercutio")) {
            for (String resource : List.of("phone", "pc")) {
                people.add(at(name, domain).withResource(resource));
            }
        }
    }

    private <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void talk(Random random, int messages) {
        List<Change> batch = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            batch.add(message(random, i));
            if (random.nextInt(5) == 0) {
                commit(batch);
                batch = new ArrayList<>();
                if (random.nextInt(3) == 0) {
                    fixture().passMs(random.nextInt(50));
                }
            }
        }
        commit(batch);
    }

    private ArchiveAppend message(Random random, int number) {
        FullJid from = any(random, people);
        FullJid other = any(random, people);
        Jid to = random.nextBoolean() ? other : other.bare();
        String origin = random.nextInt(4) == 0 ? null : "o" + random.nextInt(20);
        ArchiveAppend message =
                switch (random.nextInt(6)) {
                    case 0 -> Messages.marker(from, to);
                    case 1, 2 ->
                            Messages.groupchat(
                                    garden, "n" + from.local(), from.account(), "g", origin);
                    default -> Messages.chat(from, to, "m" + number, origin);
                };
        written.add(message);
        return message;
    }

    private void commit(List<Change> batch) {
        fixture().commit(batch);
        try {
            oracle.commit(batch);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private BareJid owner(Random random) {
        return random.nextInt(4) == 0 ? garden : any(random, people).account();
    }

    private @Nullable Long someTime(Random random) {
        return random.nextInt(3) > 0
                ? null
                : ArchiveSlot.epochMillis(any(random, written).slot().id()) + random.nextInt(5) - 2;
    }

    /** Mostly an id of the owner's history, sometimes a foreign or an invented one. */
    private long someId(Random random, BareJid owner) {
        if (random.nextInt(12) == 0) {
            return any(random, written).slot().id() + random.nextInt(3) - 1;
        }
        List<Long> own = history(owner, null);
        return own.isEmpty() ? 1 : any(random, own);
    }

    private List<Long> history(BareJid owner, @Nullable Jid with) {
        return written.stream()
                .filter(message -> isIn(owner, with, message))
                .map(message -> message.slot().id())
                .toList();
    }

    private static boolean isIn(BareJid owner, @Nullable Jid with, ArchiveAppend message) {
        return message.owners().stream()
                .filter(o -> o.owner().equals(owner))
                .anyMatch(o -> with == null || o.peer().equals(with));
    }

    private ArchiveQuery query(Random random) {
        BareJid owner = owner(random);
        Anchor anchor =
                switch (random.nextInt(4)) {
                    case 0 -> new Anchor.First();
                    case 1 -> new Anchor.Last();
                    case 2 -> new Anchor.After(someId(random, owner));
                    default -> new Anchor.Before(someId(random, owner));
                };
        Jid with =
                switch (random.nextInt(5)) {
                    case 0 -> any(random, people);
                    case 1, 2 -> any(random, people).bare();
                    case 3 -> owner.equals(garden) ? garden.withResource("njuliet") : null;
                    default -> null;
                };
        List<Long> ids = new ArrayList<>();
        if (random.nextInt(8) == 0) {
            for (int i = random.nextInt(6); i >= 0; i--) {
                ids.add(someId(random, owner));
            }
        }
        return new ArchiveQuery(
                owner,
                with,
                someTime(random),
                someTime(random),
                random.nextInt(6) == 0 ? someId(random, owner) : null,
                random.nextInt(6) == 0 ? someId(random, owner) : null,
                ids,
                random.nextInt(4) == 0,
                anchor,
                random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(40));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_query_is_answered_as_in_memory(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            talk(random, 120);
            for (int i = 0; i < 60; i++) {
                ArchiveQuery query = query(random);
                assertThat(get(fixture().store().archive().page(query)))
                        .as("seed %s %s", seed, query)
                        .isEqualTo(get(oracle.archive().page(query)));
                BareJid owner = query.owner();
                long since = any(random, written).slot().id();
                int max = random.nextInt(50);
                assertThat(get(fixture().store().archive().recentOrigins(owner, since, max)))
                        .as("seed %s origins of %s since %s", seed, owner, since)
                        .isEqualTo(get(oracle.archive().recentOrigins(owner, since, max)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void walking_either_way_meets_every_message_once_and_in_order(long seed) {
        Random random = new Random(seed);
        talk(random, 1600);
        BareJid owner = people.getFirst().account();
        for (Jid with : new Jid[] {null, people.get(2).bare()}) {
            List<Long> list = history(owner, with);
            assertThat(list).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(100);
            int max = 1 + random.nextInt(60);
            assertThat(walk(ArchiveQuery.firstOf(owner, max).with(with), list)).isEqualTo(list);
            assertThat(walk(ArchiveQuery.lastOf(owner, max).with(with), list)).isEqualTo(list);
        }
    }

    private List<Long> walk(ArchiveQuery start, List<Long> list) {
        boolean forward = start.anchor() instanceof Anchor.First;
        List<Long> walked = new ArrayList<>();
        ArchiveQuery query = start;
        ArchiveResult.Page page;
        do {
            page = (ArchiveResult.Page) get(fixture().store().archive().page(query));
            List<Long> ids = page.rows().stream().map(ArchiveRow::id).toList();
            assertThat(page.count()).hasValue(list.size());
            if (!ids.isEmpty()) {
                assertThat(page.firstIndex()).hasValue(list.indexOf(ids.getFirst()));
                walked.addAll(forward ? walked.size() : 0, ids);
                query =
                        query.page(
                                forward
                                        ? new Anchor.After(ids.getLast())
                                        : new Anchor.Before(ids.getFirst()),
                                query.max());
            }
        } while (!page.complete());
        return walked;
    }
}
