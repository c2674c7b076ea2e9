package stoa.rooms;

import stoa.core.route.BlockLists;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * What holds for all rooms of a service. Pure: asked on the rooms' turns.
 *
 * @param nickChars the most characters (code points) of a nick
 * @param sessionsPerNick the most sessions that may share a nick; more than an account of the own
 *     house may have, so that whoever is connected comes in
 * @param entries the most entries in a room's affiliation lists
 * @param items the most entries one request may change
 * @param textChars the most characters of a subject, a reason or a description
 * @param archived whether talk is stored; false is an aid for load tests
 * @param searched whether the archive is searched for words (XEP-0431)
 * @param ids gives the occupant ids
 * @param creation who may create rooms
 * @param blocks who has blocked whom (XEP-0191)
 */
public record RoomRules(
        int nickChars,
        int sessionsPerNick,
        int entries,
        int items,
        int textChars,
        boolean archived,
        boolean searched,
        OccupantIds ids,
        Creation creation,
        BlockLists blocks) {

    /** Who may create a room (section 10.1). */
    @FunctionalInterface
    public interface Creation {
        boolean mayCreate(Jid creator, BareJid room);
    }

    /** The usual bounds; everybody of the room's own house may create rooms. */
    public static RoomRules of(OccupantIds ids) {
        return new RoomRules(
                128,
                128,
                20_000,
                1_000,
                4_096,
                true,
                false,
                ids,
                RoomRules::sameHouse,
                new BlockLists());
    }

    public RoomRules withArchive(boolean newArchived) {
        return new RoomRules(
                nickChars,
                sessionsPerNick,
                entries,
                items,
                textChars,
                newArchived,
                searched,
                ids,
                creation,
                blocks);
    }

    public RoomRules withSearch(boolean newSearched) {
        return new RoomRules(
                nickChars,
                sessionsPerNick,
                entries,
                items,
                textChars,
                archived,
                newSearched,
                ids,
                creation,
                blocks);
    }

    public RoomRules withCreation(Creation newCreation) {
        return new RoomRules(
                nickChars,
                sessionsPerNick,
                entries,
                items,
                textChars,
                archived,
                searched,
                ids,
                newCreation,
                blocks);
    }

    public RoomRules withBlocks(BlockLists newBlocks) {
        return new RoomRules(
                nickChars,
                sessionsPerNick,
                entries,
                items,
                textChars,
                archived,
                searched,
                ids,
                creation,
                newBlocks);
    }

    /** The service's address lies below the creator's domain. */
    private static boolean sameHouse(Jid creator, BareJid room) {
        return room.domain().endsWith("." + creator.domain());
    }
}
