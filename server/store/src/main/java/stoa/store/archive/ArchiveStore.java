package stoa.store.archive;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads the archive. Every read first waits until the index has read up to the last commit. */
public interface ArchiveStore {
    /** A page of a history, or that an id of the query is unknown. */
    CompletionStage<ArchiveResult> page(ArchiveQuery query);

    /** The ends of a history; empty when it has no message. */
    CompletionStage<Optional<ArchiveExtent>> extent(BareJid owner);

    /**
     * The messages with an origin-id that the owner, an account, sent, or that were spoken in the
     * owner, a room, after {@code sinceId}: oldest first, and of more than {@code max} the newest.
     */
    CompletionStage<List<RecentOrigin>> recentOrigins(BareJid owner, long sinceId, int max);

    /** The most messages one {@link #span} returns. */
    int MAX_SPAN = 100_000;

    /**
     * The messages of all histories with ids in that range, both ends included, in order; the one
     * read that does not wait for the index.
     *
     * @param max at most this many, up to {@link #MAX_SPAN}
     */
    CompletionStage<List<ArchivedMessage>> span(long firstId, long lastId, int max);

    /**
     * Which archive this is, for what is derived from it: another one after a backup was brought
     * back, or messages of old were put in. As it was when the store was opened.
     */
    String id();

    /** The newest message that is committed, 0 when there is none. Known at once. */
    long newestId();

    /** The most messages one {@link #follow} returns. */
    int MAX_FOLLOWED = 256;

    /**
     * The messages of all histories that come after an id, in order, as readers get them; does not
     * wait for the index. For what follows the archive message by message.
     *
     * @param max at most this many, up to {@link #MAX_FOLLOWED}
     */
    CompletionStage<List<FollowedMessage>> follow(long afterId, int max);

    /**
     * Those of the messages that were retracted. Does not wait for the index.
     *
     * @param ids at most {@link #MAX_FOLLOWED}
     */
    CompletionStage<List<Long>> retracted(List<Long> ids);
}
