package stoa.store.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;

/** Messages for the archive's suites. */
final class Messages {
    private Messages() {}

    /** A one-to-one message in both histories; a note to oneself in one. */
    static ArchiveAppend chat(FullJid from, Jid to, String body, @Nullable String originId) {
        List<ArchiveOwner> owners = new ArrayList<>();
        owners.add(new ArchiveOwner(from.account(), to.bare()));
        if (to.bare() instanceof BareJid other && !other.equals(from.account())) {
            owners.add(new ArchiveOwner(other, from.bare()));
        }
        return new ArchiveAppend(
                new ArchiveSlot(),
                from,
                to,
                Message.Type.CHAT,
                originId,
                owners,
                Bytes.utf8("<message from='" + from + "'><body>" + body + "</body></message>"),
                true);
    }

    /** Something without a body, such as a chat marker. */
    static ArchiveAppend marker(FullJid from, Jid to) {
        ArchiveAppend like = chat(from, to, "", null);
        return new ArchiveAppend(
                like.slot(),
                from,
                to,
                Message.Type.CHAT,
                null,
                like.owners(),
                Bytes.utf8("<message><displayed xmlns='urn:xmpp:chat-markers:0'/></message>"),
                false);
    }

    static ArchiveAppend groupchat(
            BareJid room, String nick, BareJid speaker, String body, @Nullable String originId) {
        return new ArchiveAppend(
                new ArchiveSlot(),
                room.withResource(nick),
                room,
                Message.Type.GROUPCHAT,
                originId,
                List.of(new ArchiveOwner(room, speaker)),
                Bytes.utf8("<message type='groupchat'><body>" + body + "</body></message>"),
                true);
    }
}
