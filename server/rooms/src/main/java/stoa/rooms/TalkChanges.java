package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.TombstoneSaved;
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
        ArchiveOwner owner = new ArchiveOwner(room, author.account());
        return spoken.named()
                ? append(line.slot(), named(line.message(), author), room, owner)
                : append(line, room, owner);
    }

    /**
     * The retraction is stored like all talk, and what it retracts is hidden behind a tombstone.
     */
    static List<Change> of(BareJid room, RoomEvent.Retracted retracted) {
        Line line = retracted.line();
        ArchiveOwner owner = new ArchiveOwner(room, retracted.account());
        Occupant named = retracted.named();
        List<Change> changes =
                new ArrayList<>(
                        named == null
                                ? append(line, room, owner)
                                : append(line.slot(), named(line.message(), named), room, owner));
        changes.add(
                new TombstoneSaved(
                        retracted.id(), StoredXml.write(retracted.tombstone().toElement())));
        return changes;
    }

    static List<Change> ofSubject(BareJid room, RoomEvent.SubjectChanged changed) {
        return append(changed.line(), room, new ArchiveOwner(room, changed.account()));
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

    /** As it is said, and so of the bytes that will be said. */
    private static List<Change> append(Line line, BareJid room, ArchiveOwner owner) {
        ArchiveSlot slot = line.slot();
        return slot == null
                ? List.of()
                : List.of(append(slot, line.message(), room, owner, line.stored()));
    }

    private static List<Change> append(
            @Nullable ArchiveSlot slot, Message message, Jid to, ArchiveOwner owner) {
        return slot == null
                ? List.of()
                : List.of(append(slot, message, to, owner, StoredXml.write(message.toElement())));
    }

    private static Change append(
            ArchiveSlot slot, Message message, Jid to, ArchiveOwner owner, Bytes stanza) {
        return new ArchiveAppend(
                slot,
                Objects.requireNonNull(message.from()),
                to,
                message.type(),
                OriginId.of(message),
                List.of(owner),
                stanza,
                message.body() != null);
    }
}
