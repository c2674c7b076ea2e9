package stoa.rooms;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.entity.EntityKind;
import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.StanzaError;

/** Binds the rooms' rules to the runtime: one writer a room, keyed by its bare address. */
final class RoomEntity implements EntityKind<BareJid, Room, RoomCommand, RoomEvent, RoomEffect> {
    private final RoomLoader loader;
    private final RoomSpeaker speaker;
    private final RoomRules rules;

    RoomEntity(RoomLoader loader, RoomSpeaker speaker, RoomRules rules) {
        this.loader = loader;
        this.speaker = speaker;
        this.rules = rules;
    }

    @Override
    public String name() {
        return "room";
    }

    @Override
    public CompletionStage<Room> load(BareJid key) {
        return loader.load(key);
    }

    @Override
    public Decision<RoomEvent, RoomEffect> decide(
            BareJid key, Room room, RoomCommand command, Instant now) {
        return RoomDecider.decide(room, command, new Turn(now, rules));
    }

    @Override
    public Room apply(Room room, RoomEvent event) {
        return RoomEvents.apply(room, event);
    }

    @Override
    public List<Change> changes(BareJid key, RoomEvent event) {
        return RoomChanges.of(key, event);
    }

    @Override
    public void perform(BareJid key, RoomEffect effect) {
        speaker.perform(key, effect);
    }

    @Override
    public List<RoomEffect> refuse(BareJid key, RoomCommand command, StanzaError error) {
        if (command instanceof RoomCommand.AskMissed ask) {
            return List.of(new RoomEffect.TellMissed(ask.answer(), false));
        }
        if (command instanceof RoomCommand.AskReader ask) {
            return List.of(new RoomEffect.TellReader(ask.answer(), null));
        }
        RoomEffect refusal =
                command instanceof RoomCommand.Asked asked
                        ? Answer.refusal(asked.stanza(), error)
                        : null;
        return refusal == null ? List.of() : List.of(refusal);
    }

    /** Who leaves, leaves, however much there is to do. */
    @Override
    public boolean mustTake(RoomCommand command) {
        return command instanceof RoomCommand.Leave
                || command instanceof RoomCommand.Bounced
                || command instanceof RoomCommand.Close;
    }

    /** A room with somebody in it stays in memory, for that is where its occupants are. */
    @Override
    public boolean mayUnload(@Nullable Room room) {
        return room == null || room.occupants().isEmpty();
    }
}
