package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Rooms that only members enter, section 7.2.6; who is none is removed when a room becomes one. */
final class MembersOnly {
    static final ConfigField<Boolean> MEMBERS_ONLY =
            ConfigField.bool("muc#roomconfig_membersonly", "Only members may enter", false);

    private MembersOnly() {}

    static @Nullable StanzaError refusal(Room room, Jid account) {
        return room.config(MEMBERS_ONLY) && !Standing.isMember(room.affiliation(account))
                ? Condition.REGISTRATION_REQUIRED.error("Only members may enter this room.")
                : null;
    }

    /** After a change of configuration: those who are no members are removed, status 322. */
    static void enforce(Draft draft) {
        if (!draft.room().config(MEMBERS_ONLY)) {
            return;
        }
        for (Occupant occupant : draft.room().occupants().list()) {
            if (!Standing.isMember(occupant.affiliation())) {
                Leaving.remove(
                        draft, occupant, StatusCode.MEMBERS_ONLY, "members-only", Cause.UNSAID);
            }
        }
    }

    static String feature(Room room) {
        return room.config(MEMBERS_ONLY) ? "muc_membersonly" : "muc_open";
    }
}
