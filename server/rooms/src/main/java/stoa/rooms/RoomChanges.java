package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.AffiliationSaved;
import stoa.store.room.RoomDeleted;
import stoa.store.room.RoomLogged;
import stoa.store.room.RoomSaved;
import stoa.store.room.RoomSubject;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** What an event writes to the tables. */
final class RoomChanges {
    private RoomChanges() {}

    static List<Change> of(BareJid room, RoomEvent event) {
        return switch (event) {
            case RoomEvent.Created created -> List.of();
            case RoomEvent.Configured configured -> configured(room, configured);
            case RoomEvent.SubjectChanged changed ->
                    List.of(
                            spoken(room, changed.line(), changed.account()),
                            saved(room, changed.config(), changed.subject(), changed.createdAt()));
            case RoomEvent.AffiliationsChanged changed -> affiliations(room, changed.entries());
            case RoomEvent.Entered entered ->
                    log(room, "join", entered.seat().address(), entered.occupant().nick(), null);
            case RoomEvent.Shown shown -> List.of();
            case RoomEvent.Left left -> log(room, "leave", left.session(), left.nick(), left.why());
            case RoomEvent.Renamed renamed ->
                    log(
                            room,
                            "nick",
                            renamed.account(),
                            renamed.nick(),
                            renamed.newAddress().resource());
            case RoomEvent.RoleChanged changed ->
                    log(room, "role", changed.account(), changed.nick(), changed.role().text());
            case RoomEvent.Spoken spoken ->
                    List.of(
                            append(
                                    spoken.line().slot(),
                                    spoken.named()
                                            ? named(spoken.line().message(), spoken.author())
                                            : spoken.line().message(),
                                    room,
                                    List.of(new ArchiveOwner(room, spoken.author().account()))));
            case RoomEvent.Whispered whispered -> whispered(room, whispered);
            case RoomEvent.Destroyed destroyed -> List.of(new RoomDeleted(room));
        };
    }

    private static List<Change> configured(BareJid room, RoomEvent.Configured configured) {
        List<Change> changes = new ArrayList<>();
        changes.add(saved(room, configured.config(), configured.subject(), configured.createdAt()));
        changes.addAll(affiliations(room, configured.founders()));
        return changes;
    }

    private static RoomSaved saved(
            BareJid room,
            RoomConfig config,
            @Nullable RoomSubject subject,
            java.time.Instant createdAt) {
        return new RoomSaved(
                new stoa.store.room.Room(
                        room, config.toStored(), RoomConfig.VERSION, subject, createdAt));
    }

    private static List<Change> affiliations(BareJid room, List<AffiliationEntry> entries) {
        List<Change> changes = new ArrayList<>(entries.size());
        for (AffiliationEntry entry : entries) {
            changes.add(new AffiliationSaved(room, entry));
        }
        return changes;
    }

    private static List<Change> log(
            BareJid room, String kind, Jid who, String nick, @Nullable String detail) {
        return List.of(new RoomLogged(new ArchiveSlot(), room, kind, who, nick, detail));
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

    private static ArchiveAppend spoken(BareJid room, Line line, Jid account) {
        return append(line.slot(), line.message(), room, List.of(new ArchiveOwner(room, account)));
    }

    /**
     * A private message is in two histories, and each side knows the other by another address; so
     * it is stored as each of them sees it.
     */
    private static List<Change> whispered(BareJid room, RoomEvent.Whispered whispered) {
        List<Change> changes = new ArrayList<>(2);
        Message message = whispered.line().message();
        if (whispered.addressee() instanceof BareJid addressee) {
            changes.add(
                    append(
                            whispered.line().slot(),
                            message.withTo(addressee),
                            addressee,
                            List.of(new ArchiveOwner(addressee, room))));
        }
        if (whispered.account() instanceof BareJid sender) {
            FullJid to = whispered.to();
            changes.add(
                    append(
                            changes.isEmpty() ? whispered.line().slot() : new ArchiveSlot(),
                            message.withFrom(whispered.session()).withTo(to),
                            to,
                            List.of(new ArchiveOwner(sender, room))));
        }
        return changes;
    }

    private static ArchiveAppend append(
            ArchiveSlot slot, Message message, Jid to, List<ArchiveOwner> owners) {
        Jid from = message.from();
        if (from == null) {
            throw new IllegalArgumentException("a message in the archive has a sender");
        }
        return new ArchiveAppend(
                slot,
                from,
                to,
                message.type(),
                OriginId.of(message),
                owners,
                StoredXml.write(message.toElement()),
                message.body() != null);
    }
}
