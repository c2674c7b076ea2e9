package stoa.store.room;

import stoa.core.journal.Change;

/** A room was created or its configuration or subject changed. */
public record RoomSaved(Room room) implements Change {
    @Override
    public int weightBytes() {
        return 2048;
    }
}
