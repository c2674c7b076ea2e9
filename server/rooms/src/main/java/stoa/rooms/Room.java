package stoa.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.store.room.RoomSubject;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * The state of one room. Immutable; changed by {@link RoomEvent}s only.
 *
 * @param phase whether there is a room at this address
 * @param nextSeat the number of the next {@link Seat}
 */
record Room(
        BareJid address,
        Phase phase,
        RoomConfig config,
        Affiliations affiliations,
        @Nullable RoomSubject subject,
        Instant createdAt,
        Occupants occupants,
        History history,
        Once once,
        Pace pace,
        long nextSeat) {

    /** Whether there is a room. */
    enum Phase {
        /** Nobody has created it, or it was destroyed. */
        ABSENT,
        /** Its creator has not configured it yet (section 10.1.1); nothing of it is stored. */
        LOCKED,
        OPEN
    }

    /** No room. */
    static Room absent(BareJid address) {
        return new Room(
                address,
                Phase.ABSENT,
                RoomConfig.DEFAULTS,
                Affiliations.NOBODY,
                null,
                Instant.EPOCH,
                Occupants.NOBODY,
                History.EMPTY,
                Once.NOTHING,
                Pace.NOBODY,
                1);
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean exists() {
        return phase != Phase.ABSENT;
    }

    <T> T config(ConfigField<T> field) {
        return config.get(field);
    }

    @Nullable Occupant occupant(FullJid session) {
        return occupants.bySession(session);
    }

    Affiliation affiliation(Jid who) {
        return affiliations.of(who);
    }

    FullJid occupantAddress(String nick) {
        return address.withResource(nick);
    }

    Room withPhase(Phase newPhase) {
        return new Room(
                address,
                newPhase,
                config,
                affiliations,
                subject,
                createdAt,
                occupants,
                history,
                once,
                pace,
                nextSeat);
    }

    Room withConfig(RoomConfig newConfig) {
        return new Room(
                address,
                phase,
                newConfig,
                affiliations,
                subject,
                createdAt,
                occupants,
                history,
                once,
                pace,
                nextSeat);
    }

    Room withAffiliations(Affiliations newAffiliations) {
        return new Room(
                address,
                phase,
                config,
                newAffiliations,
                subject,
                createdAt,
                occupants,
                history,
                once,
                pace,
                nextSeat);
    }

    Room withSubject(RoomSubject newSubject) {
        return new Room(
                address,
                phase,
                config,
                affiliations,
                newSubject,
                createdAt,
                occupants,
                history,
                once,
                pace,
                nextSeat);
    }

    Room withOccupants(Occupants newOccupants) {
        return new Room(
                address,
                phase,
                config,
                affiliations,
                subject,
                createdAt,
                newOccupants,
                history,
                once,
                pace,
                nextSeat);
    }

    Room withTalk(History newHistory, Once newOnce) {
        return new Room(
                address,
                phase,
                config,
                affiliations,
                subject,
                createdAt,
                occupants,
                newHistory,
                newOnce,
                pace,
                nextSeat);
    }

    Room withPace(Pace newPace) {
        return new Room(
                address,
                phase,
                config,
                affiliations,
                subject,
                createdAt,
                occupants,
                history,
                once,
                newPace,
                nextSeat);
    }

    Room withCreated(Instant newCreatedAt) {
        return new Room(
                address,
                phase,
                config,
                affiliations,
                subject,
                newCreatedAt,
                occupants,
                history,
                once,
                pace,
                nextSeat);
    }

    Room withNextSeat(long newNextSeat) {
        return new Room(
                address,
                phase,
                config,
                affiliations,
                subject,
                createdAt,
                occupants,
                history,
                once,
                pace,
                newNextSeat);
    }
}
