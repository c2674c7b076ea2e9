package stoa.store.block;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/** Reads block lists. A server holds all of them in memory, and so asks for everything. */
public interface BlockStore {
    /** The most items one {@link #list} returns. */
    int MAX_LISTED = 10_000;

    /** The items of one account, by code points; at most {@link #MAX_LISTED}. */
    CompletionStage<List<BlockEntry>> of(BareJid account);

    /**
     * The items of all accounts, ordered by account and then by blocked address, both by code
     * points.
     *
     * @param after only those after this item; null: from the first
     * @param max at most this many, up to {@link #MAX_LISTED}
     */
    CompletionStage<List<BlockEntry>> list(@Nullable BlockEntry after, int max);
}
