package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * One nick in a room with the sessions that share it, all of one account. Immutable. The last seat
 * is the one whose presence the others see.
 *
 * <p>Keeps its presence as it was last encoded for newcomers ({@link #shown}), so that somebody who
 * joins a room of 500 costs 500 hand-overs and not 500 encodings. That cache is no part of the
 * value.
 */
final class Occupant {
    private final FullJid address;
    private final Jid account;
    private final Role role;
    private final Affiliation affiliation;
    private final String id;
    private final List<Hat> hats;
    private final List<Seat> seats;

    /** Written by whichever thread performs effects; a lost write only encodes once more. */
    private volatile @Nullable Copy open;

    private volatile @Nullable Copy closed;

    /**
     * An occupant as it is.
     *
     * @param address the occupant's address in the room
     * @param account the real address without resource
     * @param id the occupant id, XEP-0421
     * @param hats what it wears, XEP-0317
     */
    Occupant(
            FullJid address,
            Jid account,
            Role role,
            Affiliation affiliation,
            String id,
            List<Hat> hats,
            List<Seat> seats) {
        this.address = address;
        this.account = account;
        this.role = role;
        this.affiliation = affiliation;
        this.id = id;
        this.hats = List.copyOf(hats);
        this.seats = List.copyOf(seats);
    }

    FullJid address() {
        return address;
    }

    String nick() {
        return address.resource();
    }

    Jid account() {
        return account;
    }

    Role role() {
        return role;
    }

    Affiliation affiliation() {
        return affiliation;
    }

    String id() {
        return id;
    }

    List<Hat> hats() {
        return hats;
    }

    List<Seat> seats() {
        return seats;
    }

    /** The seat whose presence is shown. */
    Seat front() {
        return seats.getLast();
    }

    boolean isModerator() {
        return role == Role.MODERATOR;
    }

    @Nullable Seat seat(FullJid session) {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).address().equals(session)) {
                return seats.get(i);
            }
        }
        return null;
    }

    Occupant withRole(Role newRole) {
        return new Occupant(address, account, newRole, affiliation, id, hats, seats);
    }

    Occupant withAffiliation(Affiliation newAffiliation) {
        return new Occupant(address, account, role, newAffiliation, id, hats, seats);
    }

    Occupant withHats(List<Hat> newHats) {
        return new Occupant(address, account, role, affiliation, id, newHats, seats);
    }

    Occupant withAddress(FullJid newAddress) {
        return new Occupant(newAddress, account, role, affiliation, id, hats, seats);
    }

    /** With this seat in front, in place of the session's earlier one if there was one. */
    Occupant withFront(Seat seat) {
        List<Seat> more = new ArrayList<>(seats);
        more.removeIf(s -> s.address().equals(seat.address()));
        more.add(seat);
        return new Occupant(address, account, role, affiliation, id, hats, more);
    }

    /** As one of its sessions, whose real address is told of it. */
    Occupant seenAs(FullJid session) {
        Seat seat = seat(session);
        return seat == null ? this : withFront(seat);
    }

    Occupant withoutSeat(FullJid session) {
        List<Seat> fewer = new ArrayList<>(seats);
        fewer.removeIf(s -> s.address().equals(session));
        return new Occupant(address, account, role, affiliation, id, hats, fewer);
    }

    /** This occupant's presence for a newcomer who may, or may not, see real addresses. */
    Copy shown(boolean withRealAddress) {
        Copy known = withRealAddress ? open : closed;
        if (known == null) {
            known = new Copy(Presences.of(this, withRealAddress));
            if (withRealAddress) {
                open = known;
            } else {
                closed = known;
            }
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Occupant that
                        && address.equals(that.address)
                        && account.equals(that.account)
                        && role == that.role
                        && affiliation == that.affiliation
                        && id.equals(that.id)
                        && hats.equals(that.hats)
                        && seats.equals(that.seats));
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, seats);
    }

    @Override
    public String toString() {
        return nick() + " (" + role + ", " + affiliation + ", " + seats.size() + " sessions)";
    }
}
