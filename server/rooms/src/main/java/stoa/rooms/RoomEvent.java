package stoa.rooms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.RoomSubject;
import stoa.store.vcard.Vcard;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;

/**
 * What happened in a room. Applied by {@link RoomEvents}, written to tables by {@link RoomChanges}.
 */
sealed interface RoomEvent {

    /** Somebody created the room; it is locked until configured (section 10.1). */
    record Created(Jid creator, RoomConfig config, Instant at) implements RoomEvent {}

    /**
     * The room was configured, for the first time or anew.
     *
     * @param subject as it stands, for the store writes the room as a whole
     * @param founders on unlocking: the affiliations the room starts with; later empty
     */
    record Configured(
            RoomConfig config,
            @Nullable RoomSubject subject,
            Instant createdAt,
            List<AffiliationEntry> founders)
            implements RoomEvent {}

    /**
     * The room got another vCard; the hashes of its pictures are in the configuration.
     *
     * @param subject as it stands, for the store writes the room as a whole
     */
    record VcardPublished(
            Vcard vcard, RoomConfig config, @Nullable RoomSubject subject, Instant createdAt)
            implements RoomEvent {}

    /**
     * The subject was changed.
     *
     * @param config as it stands, for the store writes the room as a whole; null while the room is
     *     locked, for then it is not in the store
     * @param line the message that changed it
     */
    record SubjectChanged(
            RoomSubject subject,
            @Nullable RoomConfig config,
            Instant createdAt,
            Line line,
            Jid account)
            implements RoomEvent {}

    record AffiliationsChanged(List<AffiliationEntry> entries) implements RoomEvent {}

    /** A session came in: as a new occupant, or to a nick its account holds already. */
    record Entered(Occupant occupant, Seat seat) implements RoomEvent {}

    /** A session showed another presence. */
    record Shown(String nick, Seat seat) implements RoomEvent {}

    /**
     * A session is gone.
     *
     * @param why a word for the log: left, kicked, banned …
     */
    record Left(String nick, FullJid session, String why) implements RoomEvent {}

    /** An occupant took another nick, or joined the sessions its account has under that nick. */
    record Renamed(String nick, FullJid newAddress, Jid account) implements RoomEvent {}

    record RoleChanged(String nick, Jid account, Role role) implements RoomEvent {}

    /**
     * A message to the room.
     *
     * @param author who said it, as it was then
     * @param kept whether newcomers are shown it
     * @param named whether the archive says whose real address it was: in a non-anonymous room
     */
    record Spoken(Line line, Occupant author, boolean kept, boolean named) implements RoomEvent {}

    /**
     * A message was taken back, by its author or by a moderator.
     *
     * @param line the message that says so
     * @param account who took it back
     * @param named who speaks in the line, where the archive says whose real address that was; null
     *     elsewhere
     * @param id the archive id of what was retracted
     * @param tombstone what readers of the archive get in its place
     */
    record Retracted(Line line, Jid account, @Nullable Occupant named, long id, Message tombstone)
            implements RoomEvent {}

    /**
     * A private message. Of the room's state it changes nothing but what was said once.
     *
     * @param line from occupant to occupant
     * @param account who sent it
     * @param session the session that sent it
     * @param addressee the account that gets it
     * @param to the occupant that gets it
     */
    record Whispered(Line line, Jid account, FullJid session, Jid addressee, FullJid to)
            implements RoomEvent {}

    record Destroyed() implements RoomEvent {}
}
