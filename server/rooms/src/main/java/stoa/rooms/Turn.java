package stoa.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;

/** What a decision needs beside the room and the command: the time and the house's rules. */
record Turn(Instant now, RoomRules rules) {
    /** A place in the archive for what is said now, or null when nothing is stored. */
    @Nullable ArchiveSlot slot() {
        return rules.archived() ? new ArchiveSlot() : null;
    }
}
