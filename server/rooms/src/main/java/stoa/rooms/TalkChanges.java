package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** What talk writes to the archive; nothing when a line has no place in it. */
final class TalkChanges {
    private TalkChanges() {}

    static List<Change> of(BareJid room, RoomEvent.Spoken spoken) {
        Line line = spoken.line();
        Occupant author = spoken.author();
        Message message = spoken.named() ? named(line.message(), author) : line.message();
        return append(line.slot(), message, room, new ArchiveOwner(room, author.account()));
    }

    static List<Change> ofSubject(BareJid room, RoomEvent.SubjectChanged changed) {
        Line line = changed.line();
        return append(line.slot(), line.message(), room, new ArchiveOwner(room, changed.account()));
    }

    /**
     * A private message is in two histories, and each side knows the other by another address; so
     * it is stored as each of them sees it.
     */
    static List<Change> of(BareJid room, RoomEvent.Whispered whispered) {
        ArchiveSlot slot = whispered.line().slot();
        if (slot == null) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>(2);
        Message message = whispered.line().message();
        if (whispered.addressee() instanceof BareJid addressee) {
            changes.addAll(
                    append(
                            slot,
                            message.withTo(addressee),
                            addressee,
                            new ArchiveOwner(addressee, room)));
        }
        if (whispered.account() instanceof BareJid sender) {
            changes.addAll(
                    append(
                            changes.isEmpty() ? slot : new ArchiveSlot(),
                            message.withFrom(whispered.session()).withTo(whispered.to()),
                            whispered.to(),
                            new ArchiveOwner(sender, room)));
        }
        return changes;
    }

    /** XEP-0313 section 5.1.3: the archive of a non-anonymous room tells who it was. */
    private static Message named(Message message, Occupant author) {
        Element item =
                Element.of("item", Muc.USER)
                        .attribute("affiliation", Standing.text(author.affiliation()))
                        .attribute("role", author.role().text())
                        .attribute("jid", author.account().toString())
                        .build();
        return message.with(Element.of("x", Muc.USER).child(item).build());
    }

    private static List<Change> append(
            @Nullable ArchiveSlot slot, Message message, Jid to, ArchiveOwner owner) {
        if (slot == null) {
            return List.of();
        }
        return List.of(
                new ArchiveAppend(
                        slot,
                        Objects.requireNonNull(message.from()),
                        to,
                        message.type(),
                        OriginId.of(message),
                        List.of(owner),
                        StoredXml.write(message.toElement()),
                        message.body() != null));
    }
}
