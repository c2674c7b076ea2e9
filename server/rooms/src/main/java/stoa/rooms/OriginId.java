package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * The sender's own id of a message, XEP-0359 section 3.1, by which a resend is known: within a day
 * the same (account, room, origin-id) is archived once. A resend is answered to its sender alone,
 * with the first entry's stanza-id, so that an outbox settles; nobody else hears it again.
 */
final class OriginId {
    /** Longer ones are no ids of anybody's and are not looked at. */
    private static final int MAX_CHARS = 256;

    private OriginId() {}

    static @Nullable String of(Message message) {
        Element origin = message.payload("origin-id", Muc.STANZA_ID);
        String id = origin == null ? null : origin.attribute("id");
        return id == null || id.isEmpty() || id.length() > MAX_CHARS ? null : id;
    }

    /** The archive entry that this message has already, or null. */
    static @Nullable ArchiveSlot first(Room room, Jid account, Message message, Turn turn) {
        String originId = of(message);
        return originId == null ? null : room.once().find(account, originId, turn.now());
    }

    /** The same for a private message: its addressee is an occupant. */
    static @Nullable ArchiveSlot firstWhisper(
            Room room, Jid account, String nick, Message message, Turn turn) {
        String originId = of(message);
        return originId == null
                ? null
                : room.once().find(account, whispered(originId, nick), turn.now());
    }

    /** The key of a private message; no origin-id of a message to the room is as long. */
    static String whispered(String originId, String nick) {
        return originId + " ".repeat(MAX_CHARS) + nick;
    }
}
