package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;

/** What a stanza to a room turned out to be. */
sealed interface Reading {
    record Command(RoomCommand.Asked command) implements Reading {}

    record Refused(StanzaError error) implements Reading {}

    /** Nothing a room has to do with, and nothing to answer. */
    record Nothing() implements Reading {}

    Reading NOTHING = new Nothing();

    static Reading of(RoomCommand.Asked command) {
        return new Command(command);
    }

    static Reading refused(StanzaError error) {
        return new Refused(error);
    }

    static Reading refuse(StanzaError.Condition condition) {
        return new Refused(condition.error());
    }

    static Reading refuse(StanzaError.Condition condition, String sentence) {
        return new Refused(condition.error(sentence));
    }

    /** The archive id that a text is, or 0 when it is none of ours. */
    static long archiveId(String text) {
        try {
            long id = Long.parseLong(text);
            return id > 0 && Long.toString(id).equals(text) ? id : 0;
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /**
     * The nick as an occupant's address has it, without spaces at its ends; as it stands when it
     * can be in no address.
     */
    static String nick(@Nullable Jid room, String text) {
        String nick = text.strip();
        try {
            return room != null && room.bare() instanceof BareJid bare
                    ? bare.withResource(nick).resource()
                    : nick;
        } catch (InvalidJidException e) {
            return nick;
        }
    }

    /** The address, or null when the text is none. */
    static @Nullable Jid address(String text) {
        try {
            return Jid.parse(text);
        } catch (InvalidJidException e) {
            return null;
        }
    }
}
