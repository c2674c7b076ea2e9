package stoa.store.room;

import stoa.xmpp.jid.BareJid;

/**
 * When somebody was last in a room.
 *
 * @param id of their last coming or going in the room's log, in the order of the archive's ids:
 *     what was said with a greater id they may have missed
 */
public record RoomVisit(BareJid room, long id) {}
