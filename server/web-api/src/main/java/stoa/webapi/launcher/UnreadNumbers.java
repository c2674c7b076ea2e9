package stoa.webapi.launcher;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.notify.NotifySetting;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * How many lines of talk between two an account has not read, told from its archive and its
 * displayed marks. It is kept nowhere, so it cannot go wrong by itself. Any thread; does not block.
 */
public final class UnreadNumbers {
    /** So far back one looks, as the web chat does in a browser without memory. */
    static final Duration REACH = Duration.ofDays(30);

    /** And at so many lines at the most; the number is no greater. */
    static final int MOST = 200;

    /** Where the web chat keeps what one wants of talk between two (XEP-0492 inside). */
    private static final String MARKS = "urn:stoa:conversations:0";

    private final ArchiveStore archive;
    private final PersonalItems items;
    private final InstantSource clock;

    public UnreadNumbers(ArchiveStore archive, PersonalItems items, InstantSource clock) {
        this.archive = archive;
        this.items = items;
        this.clock = clock;
    }

    CompletionStage<Integer> of(BareJid account) {
        ArchiveQuery newest =
                ArchiveQuery.lastOf(account, MOST)
                        .linesOnly(true)
                        .start(clock.instant().minus(REACH).toEpochMilli());
        return archive.page(newest)
                .thenCompose(
                        result ->
                                result instanceof ArchiveResult.Page page
                                        ? count(account, page.rows())
                                        : CompletableFuture.completedFuture(0));
    }

    private CompletionStage<Integer> count(BareJid account, List<ArchiveRow> rows) {
        List<String> peers = List.copyOf(UnreadRule.writers(account, rows));
        if (peers.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        return items.displayed(account, peers)
                .thenCombine(
                        items.read(account, UnreadAgain.NODE, peers, UnreadAgain::in),
                        (displayed, again) -> UnreadRule.unread(account, rows, displayed, again))
                .thenCombine(
                        items.read(account, MARKS, peers, UnreadNumbers::setting),
                        (unread, settings) ->
                                unread.entrySet().stream()
                                        .filter(one -> counts(settings.get(one.getKey())))
                                        .mapToInt(Map.Entry::getValue)
                                        .sum());
    }

    private static NotifySetting setting(Element marks) {
        return NotifySetting.in(marks, NotifySetting.ALWAYS);
    }

    /** Nobody is named in talk between two, so of what is wanted on mention nothing is counted. */
    private static boolean counts(@Nullable NotifySetting setting) {
        return setting == null || setting == NotifySetting.ALWAYS;
    }
}
