package stoa.store.room;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/** Reads rooms. */
public interface RoomStore {
    /** The most rooms or log entries one call returns. */
    int MAX_LISTED = 10_000;

    /** The room with all that its entity needs. */
    CompletionStage<Optional<StoredRoom>> find(BareJid room);

    /**
     * The rooms of a service ordered by localpart, by code points.
     *
     * @param service the service's domain, such as {@code conference.example.org}
     * @param afterLocal only those after this localpart; null: from the first
     */
    CompletionStage<List<Room>> list(String service, @Nullable String afterLocal, int max);

    CompletionStage<Long> count(String service);

    /** What happened in a room after an id, oldest first. */
    CompletionStage<List<RoomLogEntry>> log(BareJid room, long afterId, int max);

    /** In which rooms of a service an account was last, the latest first; none that are gone. */
    CompletionStage<List<RoomVisit>> lastVisits(BareJid account, String service, int max);

    /** What happened in a room last, oldest first. */
    CompletionStage<List<RoomLogEntry>> lastLogged(BareJid room, int max);
}
