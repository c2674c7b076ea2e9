package stoa.rooms;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * Who is in a room, in the order of entering. Immutable: a broadcast keeps the one it was decided
 * on, whatever happens until it is spoken.
 *
 * <p>A broadcast is a walk over an array. Finding somebody is a scan over the hashes of nicks or
 * sessions: that costs a fraction of what follows it, since whatever an occupant does goes to all
 * others, and it makes a change a copy of a few arrays.
 */
final class Occupants {
    static final Occupants NOBODY = new Occupants(new Occupant[0]);

    private final Occupant[] all;
    private final int[] nickHashes;
    private final int[] sessionHashes;
    private final int[] sessionOwners;

    private Occupants(Occupant[] all) {
        this.all = all;
        int sessions = 0;
        for (Occupant occupant : all) {
            sessions += occupant.seats().size();
        }
        nickHashes = new int[all.length];
        sessionHashes = new int[sessions];
        sessionOwners = new int[sessions];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            nickHashes[i] = all[i].nick().hashCode();
            List<Seat> seats = all[i].seats();
            for (int j = 0; j < seats.size(); j++) {
                sessionHashes[next] = seats.get(j).address().hashCode();
                sessionOwners[next++] = i;
            }
        }
    }

    int size() {
        return all.length;
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    Occupant get(int index) {
        return all[index];
    }

    List<Occupant> list() {
        return List.of(all);
    }

    @Nullable Occupant byNick(String nick) {
        int hash = nick.hashCode();
        for (int i = 0; i < nickHashes.length; i++) {
            if (nickHashes[i] == hash && all[i].nick().equals(nick)) {
                return all[i];
            }
        }
        return null;
    }

    /** The occupant with that session. */
    @Nullable Occupant bySession(FullJid session) {
        int hash = session.hashCode();
        for (int i = 0; i < sessionHashes.length; i++) {
            if (sessionHashes[i] == hash && all[sessionOwners[i]].seat(session) != null) {
                return all[sessionOwners[i]];
            }
        }
        return null;
    }

    /** The first occupant of that account, or null; an account may hold several nicks. */
    @Nullable Occupant byAccount(Jid account) {
        for (Occupant occupant : all) {
            if (occupant.account().equals(account)) {
                return occupant;
            }
        }
        return null;
    }

    /** With this occupant in place of the one with its nick, or else as the last. */
    Occupants with(Occupant occupant) {
        Occupant old = byNick(occupant.nick());
        return old == null ? plus(occupant) : replacing(old, occupant);
    }

    private Occupants plus(Occupant occupant) {
        Occupant[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = occupant;
        return new Occupants(more);
    }

    /** With one in the place of another. */
    Occupants replacing(Occupant old, Occupant occupant) {
        Occupant[] copy = all.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i].nick().equals(old.nick())) {
                copy[i] = occupant;
            }
        }
        return new Occupants(copy);
    }

    Occupants without(Occupant gone) {
        Occupant[] fewer = new Occupant[Math.max(0, all.length - 1)];
        int next = 0;
        for (Occupant occupant : all) {
            if (!occupant.nick().equals(gone.nick())) {
                if (next == fewer.length) {
                    return this; // not in here
                }
                fewer[next++] = occupant;
            }
        }
        return new Occupants(fewer);
    }

    /** With every occupant as the function would have it. */
    Occupants map(UnaryOperator<Occupant> change) {
        Occupant[] changed = new Occupant[all.length];
        for (int i = 0; i < all.length; i++) {
            changed[i] = change.apply(all[i]);
        }
        return new Occupants(changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Occupants that && Arrays.equals(all, that.all);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(all);
    }

    @Override
    public String toString() {
        return Arrays.toString(all);
    }
}
