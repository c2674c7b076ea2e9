package stoa.rooms;

import java.util.List;
import stoa.core.journal.ArchiveSlot;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.jid.Jid;

/** What an event changes: the only place where a room's state changes. */
final class RoomEvents {
    private RoomEvents() {}

    static Room apply(Room room, RoomEvent event) {
        return switch (event) {
            case RoomEvent.Created created -> created(room, created);
            case RoomEvent.Configured configured -> configured(room, configured);
            case RoomEvent.VcardPublished published -> room.withConfig(published.config());
            case RoomEvent.SubjectChanged changed ->
                    spoken(Subject.apply(room, changed), changed.line(), changed.account());
            case RoomEvent.AffiliationsChanged changed -> affiliations(room, changed.entries());
            case RoomEvent.Entered entered -> entered(room, entered);
            case RoomEvent.Shown shown -> shown(room, shown);
            case RoomEvent.Left left -> left(room, left);
            case RoomEvent.Renamed renamed -> renamed(room, renamed);
            case RoomEvent.RoleChanged changed -> role(room, changed);
            case RoomEvent.Spoken spoken ->
                    spoken(
                            spoken.kept() ? kept(room, spoken) : room,
                            spoken.line(),
                            spoken.author().account());
            case RoomEvent.Retracted retracted ->
                    spoken(
                            Retraction.apply(room, retracted),
                            retracted.line(),
                            retracted.account());
            case RoomEvent.Whispered whispered -> whispered(room, whispered);
            case RoomEvent.Destroyed destroyed ->
                    Room.absent(room.address()).withNextSeat(room.nextSeat());
        };
    }

    private static Room created(Room room, RoomEvent.Created created) {
        return room.withPhase(Room.Phase.LOCKED)
                .withConfig(created.config())
                .withCreated(created.at())
                .withAffiliations(
                        Affiliations.of(
                                List.of(Affiliations.entry(created.creator(), Affiliation.OWNER))));
    }

    private static Room configured(Room room, RoomEvent.Configured configured) {
        Room now = room.withPhase(Room.Phase.OPEN).withConfig(configured.config());
        boolean otherHats = configured.config().differsIn(Hats.FIELD, room.config());
        return affiliations(
                SlowMode.configured(otherHats ? Hats.apply(now) : now), configured.founders());
    }

    private static Room affiliations(Room room, List<AffiliationEntry> entries) {
        if (entries.isEmpty()) {
            return room;
        }
        Affiliations changed = room.affiliations().with(entries);
        return room.withAffiliations(changed)
                .withOccupants(
                        room.occupants()
                                .map(
                                        o -> {
                                            Affiliation now = changed.of(o.account());
                                            return now == o.affiliation()
                                                    ? o
                                                    : o.withAffiliation(now);
                                        }));
    }

    private static Room entered(Room room, RoomEvent.Entered entered) {
        Occupant there = room.occupants().byNick(entered.occupant().nick());
        Occupant now = (there == null ? entered.occupant() : there).withFront(entered.seat());
        return room.withOccupants(room.occupants().with(now))
                .withNextSeat(Math.max(room.nextSeat(), entered.seat().number() + 1));
    }

    private static Room shown(Room room, RoomEvent.Shown shown) {
        Occupant old = room.occupants().byNick(shown.nick());
        return old == null
                ? room
                : room.withOccupants(room.occupants().replacing(old, old.withFront(shown.seat())));
    }

    private static Room left(Room room, RoomEvent.Left left) {
        Occupant old = room.occupants().byNick(left.nick());
        if (old == null) {
            return room;
        }
        Occupant now = old.withoutSeat(left.session());
        return room.withOccupants(
                now.seats().isEmpty()
                        ? room.occupants().without(old)
                        : room.occupants().replacing(old, now));
    }

    private static Room renamed(Room room, RoomEvent.Renamed renamed) {
        Occupant old = room.occupants().byNick(renamed.nick());
        if (old == null) {
            return room;
        }
        Occupant there = room.occupants().byNick(renamed.newAddress().resource());
        if (there == null) {
            return room.withOccupants(
                    room.occupants().replacing(old, old.withAddress(renamed.newAddress())));
        }
        Occupant joined = there;
        for (Seat seat : old.seats()) {
            joined = joined.withFront(seat);
        }
        return room.withOccupants(room.occupants().without(old).replacing(there, joined));
    }

    private static Room role(Room room, RoomEvent.RoleChanged changed) {
        Occupant old = room.occupants().byNick(changed.nick());
        return old == null
                ? room
                : room.withOccupants(room.occupants().replacing(old, old.withRole(changed.role())));
    }

    private static Room whispered(Room room, RoomEvent.Whispered whispered) {
        Line line = whispered.line();
        ArchiveSlot slot = line.slot();
        String originId = OriginId.of(line.message());
        return originId == null || slot == null
                ? room
                : room.withTalk(
                        room.history(),
                        room.once()
                                .with(
                                        whispered.account(),
                                        OriginId.whispered(originId, whispered.to().resource()),
                                        slot,
                                        line.at()));
    }

    private static Room kept(Room room, RoomEvent.Spoken spoken) {
        Line line = spoken.line();
        return SlowMode.spoken(
                room.withTalk(room.history().with(line), room.once()), spoken.author(), line.at());
    }

    /** Remembers the message's origin-id, so that it is archived once. */
    private static Room spoken(Room room, Line line, Jid account) {
        ArchiveSlot slot = line.slot();
        String originId = OriginId.of(line.message());
        return originId == null || slot == null
                ? room
                : room.withTalk(
                        room.history(), room.once().with(account, originId, slot, line.at()));
    }
}
