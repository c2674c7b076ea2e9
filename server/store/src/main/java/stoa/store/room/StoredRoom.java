package stoa.store.room;

import java.util.List;

/** A room with its affiliations, ordered by address as text: all that its entity loads. */
public record StoredRoom(Room room, List<AffiliationEntry> affiliations) {
    public StoredRoom {
        affiliations = List.copyOf(affiliations);
    }
}
