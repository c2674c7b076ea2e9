package stoa.rooms;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;

/** What a room says, as data. Performed by {@link RoomSpeaker}. */
sealed interface RoomEffect {

    /** One stanza, addressed. */
    record Say(Stanza stanza) implements RoomEffect {}

    /** A line of talk to everybody, once its place in the archive is known. */
    record Speak(Line line, Occupants to) implements RoomEffect {}

    /** A line to some sessions only: the answer to a resend. */
    record SpeakTo(Line line, List<FullJid> to) implements RoomEffect {}

    /** A private message, with its place in the addressee's archive. */
    record Whisper(Line line, Jid addressee, List<FullJid> to) implements RoomEffect {}

    /** The same stanza to some sessions. */
    record Pass(Copy copy, List<FullJid> to) implements RoomEffect {}

    /** The same stanza to everybody of at least that role. */
    record Tell(Copy copy, Occupants to, Role least) implements RoomEffect {}

    /**
     * An occupant's presence to the room, section 7.2.4.
     *
     * @param to who hears it
     * @param allSeeAddresses whether the room is non-anonymous
     * @param open with the real address, for those who may see it
     * @param closed without
     * @param othersHear false when presence of such roles is not broadcast
     * @param nick whose presence it is: these sessions get {@code self} …
     * @param ownSession … but this one {@code own}; null for none
     */
    record Announce(
            Occupants to,
            boolean allSeeAddresses,
            Copy open,
            Copy closed,
            boolean othersHear,
            String nick,
            Copy self,
            @Nullable FullJid ownSession,
            Copy own)
            implements RoomEffect {}

    /**
     * The presence of those already present to a newcomer, section 7.2.3.
     *
     * @param seesAddresses whether the newcomer may see real addresses
     * @param shownRoles whose presence is broadcast; the newcomer's own nick is left out
     */
    record Welcome(
            FullJid to,
            Occupants present,
            boolean seesAddresses,
            PresenceBroadcast.Roles shownRoles,
            String ownNick)
            implements RoomEffect {}

    /** The history a newcomer is shown, section 7.2.13. */
    record Recall(FullJid to, List<Line> lines) implements RoomEffect {}

    /** Who has been told to be in: kept beside the room, see {@link Attendance}. */
    record Attend(Occupants occupants) implements RoomEffect {}

    /** Something was said: whoever watches the room from outside may be told (XEP-0437). */
    record Stir(Room room, Message said) implements RoomEffect {}

    /** A session has left, whatever the reason. */
    record Departed(FullJid session) implements RoomEffect {}

    /** The answer to {@link RoomCommand.AskMissed}. */
    record TellMissed(CompletableFuture<Boolean> answer, boolean missed) implements RoomEffect {}

    /** The answer to {@link RoomCommand.AskReader}. */
    record TellReader(CompletableFuture<@Nullable RoomReader> answer, @Nullable RoomReader reader)
            implements RoomEffect {}

    /** What the directory knows of the room; null when it is no more. */
    record Enlist(@Nullable Listing listing) implements RoomEffect {}

    /** A question for the room's vCard, from somebody who may ask. */
    record AskVcard(Iq request) implements RoomEffect {}

    /**
     * A question of the archive, from somebody who may ask.
     *
     * @param since when the room was made: what is older was another room's
     */
    record AskArchive(Iq request, Instant since) implements RoomEffect {}
}
