package stoa.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.ArchiveQuery;
import stoa.store.search.SearchText;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * A query of a history with its words, as Lucene runs it: everything but the page. Whose history it
 * is is always part of it. Pure.
 */
final class TextQuery {
    private static final long GREATEST_MS = ArchiveSlot.epochMillis(Long.MAX_VALUE) - 1;

    private TextQuery() {}

    static Query of(ArchiveQuery query, SearchText text) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filter(all, whose(query));
        if (query.with() instanceof FullJid full) {
            filter(all, exact(MessageFields.ADDRESS, full.toString()));
        }
        filter(all, LongPoint.newRangeQuery(MessageFields.ID, from(query), to(query)));
        if (!query.ids().isEmpty()) {
            filter(
                    all,
                    LongPoint.newSetQuery(
                            MessageFields.ID,
                            query.ids().stream().mapToLong(Long::longValue).toArray()));
        }
        int words = 0;
        for (String part : text.parts()) {
            Query pieces = pieces(part);
            if (pieces != null) {
                filter(all, pieces);
                words++;
            }
        }
        return words == 0 ? new MatchNoDocsQuery("no word") : all.build();
    }

    /** In a room a full address is an occupant's; its messages are with many. */
    private static Query whose(ArchiveQuery query) {
        Jid with = query.with();
        boolean ofOccupant = with instanceof FullJid && with.bare().equals(query.owner());
        return with == null || ofOccupant
                ? exact(MessageFields.OWNER, query.owner().toString())
                : exact(MessageFields.TALK, MessageFields.talk(query.owner(), with.bare()));
    }

    private static long from(ArchiveQuery query) {
        Long start = query.startMs();
        Long after = query.afterId();
        return Math.max(
                start == null ? 1 : ArchiveSlot.firstIdAt(Math.clamp(start, 0, GREATEST_MS)),
                after == null ? 1 : after + 1);
    }

    private static long to(ArchiveQuery query) {
        Long end = query.endMs();
        Long before = query.beforeId();
        return Math.min(
                end == null || end >= GREATEST_MS
                        ? Long.MAX_VALUE
                        : ArchiveSlot.firstIdAt(Math.max(end, -1) + 1) - 1,
                before == null ? Long.MAX_VALUE : before - 1);
    }

    /** What a word or phrase consists of; null when it is all punctuation. */
    private static @Nullable Query pieces(String part) {
        List<Term> terms = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Grams.ofWanted(
                TextFolding.fold(part),
                (points, from, to, place) -> {
                    terms.add(new Term(MessageFields.TEXT, new String(points, from, to - from)));
                    places.add(place);
                });
        if (terms.size() <= 1) {
            return terms.isEmpty() ? null : new TermQuery(terms.getFirst());
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (int i = 0; i < terms.size(); i++) {
            phrase.add(terms.get(i), places.get(i));
        }
        return phrase.build();
    }

    private static Query exact(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    private static void filter(BooleanQuery.Builder all, Query query) {
        all.add(query, Occur.FILTER);
    }
}
