package stoa.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.AffiliationSaved;
import stoa.store.room.RoomDeleted;
import stoa.store.room.RoomLogged;
import stoa.store.room.RoomSaved;
import stoa.store.room.RoomSubject;
import stoa.store.vcard.VcardSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** What an event writes to the tables. */
final class RoomChanges {
    private RoomChanges() {}

    static List<Change> of(BareJid room, RoomEvent event) {
        return switch (event) {
            // Nothing of another room that was here once, or never came to be, is this one's.
            case RoomEvent.Created created -> List.of(new RoomDeleted(room));
            case RoomEvent.Configured configured -> configured(room, configured);
            case RoomEvent.VcardPublished published ->
                    List.of(
                            new VcardSaved(room, published.vcard()),
                            saved(
                                    room,
                                    published.config(),
                                    published.subject(),
                                    published.createdAt()));
            case RoomEvent.SubjectChanged changed -> subject(room, changed);
            case RoomEvent.AffiliationsChanged changed -> affiliations(room, changed.entries());
            case RoomEvent.Entered entered ->
                    log(
                            room,
                            RoomLogged.JOIN,
                            entered.seat().address(),
                            entered.occupant().nick(),
                            null);
            case RoomEvent.Shown shown -> List.of();
            case RoomEvent.Left left ->
                    log(room, RoomLogged.LEAVE, left.session(), left.nick(), left.why());
            case RoomEvent.Renamed renamed ->
                    log(
                            room,
                            "nick",
                            renamed.account(),
                            renamed.nick(),
                            renamed.newAddress().resource());
            case RoomEvent.RoleChanged changed ->
                    log(room, "role", changed.account(), changed.nick(), changed.role().text());
            case RoomEvent.Spoken spoken -> TalkChanges.of(room, spoken);
            case RoomEvent.Retracted retracted -> TalkChanges.of(room, retracted);
            case RoomEvent.Whispered whispered -> TalkChanges.of(room, whispered);
            case RoomEvent.Destroyed destroyed -> List.of(new RoomDeleted(room));
        };
    }

    private static List<Change> subject(BareJid room, RoomEvent.SubjectChanged changed) {
        List<Change> talk = TalkChanges.ofSubject(room, changed);
        RoomConfig config = changed.config();
        return config == null
                ? talk
                : joined(talk, saved(room, config, changed.subject(), changed.createdAt()));
    }

    private static List<Change> configured(BareJid room, RoomEvent.Configured configured) {
        List<Change> changes = new ArrayList<>();
        changes.add(saved(room, configured.config(), configured.subject(), configured.createdAt()));
        changes.addAll(affiliations(room, configured.founders()));
        return changes;
    }

    private static RoomSaved saved(
            BareJid room, RoomConfig config, @Nullable RoomSubject subject, Instant createdAt) {
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

    private static List<Change> joined(List<Change> some, Change last) {
        List<Change> all = new ArrayList<>(some);
        all.add(last);
        return all;
    }
}
