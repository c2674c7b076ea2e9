package stoa.webapi.launcher;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.notify.NotifySetting;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveStore;
import stoa.store.room.RoomVisit;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * How much an account has not read in its rooms of what its web chat counts there: the rooms that
 * are bookmarked to be entered (XEP-0402), by what their bookmarks say of notifications (XEP-0492).
 * It is kept nowhere. Any thread; does not block.
 */
public final class RoomNumbers {
    /** So many rooms are looked at: those the account was in last. */
    static final int MOST_ROOMS = 50;

    static final String BOOKMARKS = "urn:xmpp:bookmarks:1";

    private final RoomTalk rooms;
    private final ArchiveStore archive;
    private final PersonalItems items;
    private final InstantSource clock;

    public RoomNumbers(
            RoomTalk rooms, ArchiveStore archive, PersonalItems items, InstantSource clock) {
        this.rooms = rooms;
        this.archive = archive;
        this.items = items;
        this.clock = clock;
    }

    /**
     * What was counted.
     *
     * @param rules by room: what is said there may change the number
     */
    record Counted(int number, Map<BareJid, RoomRule> rules) {
        static final Counted NOTHING = new Counted(0, Map.of());

        Counted {
            rules = Map.copyOf(rules);
        }
    }

    /** What a bookmark says. */
    private record Bookmark(String nick, NotifySetting counted) {}

    /** How far was read, and what of that is wanted unread again, by room. */
    private record Read(Map<String, Long> displayed, Map<String, UnreadAgain> again) {}

    private record One(RoomRule rule, int number) {}

    CompletionStage<Counted> of(BareJid account) {
        return rooms.lastVisits(account, MOST_ROOMS)
                .thenCompose(
                        visits -> {
                            List<String> ids =
                                    visits.stream().map(visit -> visit.room().toString()).toList();
                            if (ids.isEmpty()) {
                                return CompletableFuture.completedFuture(Counted.NOTHING);
                            }
                            return items.read(account, BOOKMARKS, ids, RoomNumbers::bookmark)
                                    .thenCombine(
                                            read(account, ids),
                                            (bookmarks, read) ->
                                                    all(account, visits, bookmarks, read))
                                    .thenCompose(counting -> counting);
                        });
    }

    private CompletionStage<Read> read(BareJid account, List<String> rooms) {
        return items.displayed(account, rooms)
                .thenCombine(
                        items.read(account, UnreadAgain.NODE, rooms, UnreadAgain::in), Read::new);
    }

    private CompletionStage<Counted> all(
            BareJid account, List<RoomVisit> visits, Map<String, Bookmark> bookmarks, Read read) {
        List<CompletableFuture<@Nullable One>> counting = new ArrayList<>();
        for (RoomVisit visit : visits) {
            String room = visit.room().toString();
            Bookmark bookmark = bookmarks.get(room);
            if (bookmark != null && bookmark.counted() != NotifySetting.NEVER) {
                // Where nothing was ever displayed, what was said since they were last in.
                long upTo = read.displayed().getOrDefault(room, visit.id());
                UnreadAgain again = UnreadAgain.of(room, read.again(), read.displayed());
                counting.add(
                        one(account, visit.room(), bookmark, upTo, again).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(counting.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> {
                            Map<BareJid, RoomRule> rules = new HashMap<>();
                            int number = 0;
                            for (CompletableFuture<@Nullable One> counted : counting) {
                                One one = counted.join();
                                if (one != null) {
                                    rules.put(one.rule().room(), one.rule());
                                    number += one.number();
                                }
                            }
                            return new Counted(number, rules);
                        });
    }

    private CompletionStage<@Nullable One> one(
            BareJid account, BareJid room, Bookmark bookmark, long read, UnreadAgain again) {
        return rooms.reader(room, account)
                .thenCompose(
                        reader -> {
                            if (reader.isEmpty()) {
                                return CompletableFuture.completedFuture(null);
                            }
                            RoomTalk.Reader as = reader.get();
                            RoomRule rule =
                                    new RoomRule(
                                            account,
                                            room,
                                            bookmark.nick().isEmpty()
                                                    ? newcomersNick(account)
                                                    : bookmark.nick(),
                                            as.occupantId(),
                                            bookmark.counted() == NotifySetting.ALWAYS,
                                            read,
                                            again);
                            return archive.page(newest(room, as, read))
                                    .thenApply(result -> new One(rule, count(rule, result)));
                        });
    }

    private ArchiveQuery newest(BareJid room, RoomTalk.Reader reader, long read) {
        long reach = clock.instant().minus(UnreadNumbers.REACH).toEpochMilli();
        long from = Math.max(reader.since().toEpochMilli(), ArchiveSlot.epochMillis(read));
        return ArchiveQuery.lastOf(room, UnreadNumbers.MOST)
                .linesOnly(true)
                .start(Math.max(reach, from));
    }

    private static int count(RoomRule rule, ArchiveResult result) {
        return result instanceof ArchiveResult.Page page ? rule.count(page.rows()) : 0;
    }

    /** Null for a room that is not entered by itself: the web chat does not count it either. */
    private static @Nullable Bookmark bookmark(Element conference) {
        String autojoin = conference.attribute("autojoin");
        if (!"true".equals(autojoin) && !"1".equals(autojoin)) {
            return null;
        }
        Element extensions = conference.child("extensions", BOOKMARKS);
        String nick = conference.childText("nick");
        return new Bookmark(
                nick == null ? "" : nick, NotifySetting.in(extensions, NotifySetting.ON_MENTION));
    }

    /** As the web chat enters where the bookmark says nothing. */
    private static String newcomersNick(BareJid account) {
        String local = account.local();
        int first = local.offsetByCodePoints(0, 1);
        return local.substring(0, first).toUpperCase(Locale.ROOT) + local.substring(first);
    }
}
