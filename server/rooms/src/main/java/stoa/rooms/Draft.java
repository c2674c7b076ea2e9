package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;

/**
 * A decision in the making. Each event is applied as it is recorded, so that what is decided next
 * sees the room after it.
 */
final class Draft {
    private final List<RoomEvent> events = new ArrayList<>(4);
    private final List<RoomEffect> effects = new ArrayList<>(4);
    private Room room;

    Draft(Room room) {
        this.room = room;
    }

    /** The room after what was recorded so far. */
    Room room() {
        return room;
    }

    Draft record(RoomEvent event) {
        events.add(event);
        room = RoomEvents.apply(room, event);
        return this;
    }

    Draft say(RoomEffect effect) {
        effects.add(effect);
        return this;
    }

    /** To be spoken after the events' commit. */
    Decision<RoomEvent, RoomEffect> recorded() {
        return new Decision<>(events, effects, true);
    }

    /** To be spoken without waiting for the events' commit. */
    Decision<RoomEvent, RoomEffect> noted() {
        return new Decision<>(events, effects, false);
    }
}
