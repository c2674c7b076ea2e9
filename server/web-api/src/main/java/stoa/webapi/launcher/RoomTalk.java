package stoa.webapi.launcher;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.room.RoomVisit;
import stoa.xmpp.jid.BareJid;

/** What the icon's number asks the rooms. Any thread. */
public interface RoomTalk {
    /** In which rooms an account was last, the latest first. */
    CompletionStage<List<RoomVisit>> lastVisits(BareJid account, int max);

    /** As whom an account may read a room's history; empty where it may not. */
    CompletionStage<Optional<Reader>> reader(BareJid room, BareJid account);

    /**
     * Somebody who may read a room's history.
     *
     * @param occupantId by which their own lines are known there (XEP-0421)
     * @param since when the room was made: what is older was another room's
     */
    record Reader(String occupantId, Instant since) {}
}
