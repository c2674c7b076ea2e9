package stoa.store.roster;

import java.util.List;

/**
 * An account's whole roster.
 *
 * @param version the version of the newest change, 0 for none ever
 * @param removedVersion the version of the newest removal: a client that has at least this one can
 *     be brought up to date with the entries changed since (RFC 6121 section 2.6)
 * @param entries by contact address, ordered as text
 */
public record Roster(long version, long removedVersion, List<Entry> entries) {
    public static final Roster EMPTY = new Roster(0, 0, List.of());

    /** An item and the roster version it was last changed in. */
    public record Entry(RosterItem item, long version) {}

    public Roster {
        entries = List.copyOf(entries);
    }
}
