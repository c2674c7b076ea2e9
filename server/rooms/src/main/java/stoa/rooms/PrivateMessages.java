package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.hook.StanzaIds;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Private messages from occupant to occupant, section 7.5. Archived first like all talk: in the
 * histories of both accounts, never in the room's.
 */
final class PrivateMessages {
    /** From which roles on somebody may send private messages (muc#roomconfig_allowpm). */
    enum Allowed {
        ANYONE("anyone", Role.VISITOR),
        PARTICIPANTS("participants", Role.PARTICIPANT),
        MODERATORS("moderators", Role.MODERATOR),
        NOBODY("none", null);

        private final String text;
        private final @Nullable Role least;

        Allowed(String text, @Nullable Role least) {
            this.text = text;
            this.least = least;
        }

        private static @Nullable Allowed of(String text) {
            for (Allowed allowed : values()) {
                if (allowed.text.equals(text)) {
                    return allowed;
                }
            }
            return null;
        }

        private boolean includes(Role role) {
            return least != null && role.atLeast(least);
        }
    }

    static final ConfigField<Allowed> ALLOWED =
            ConfigField.choice(
                    "muc#roomconfig_allowpm",
                    "Who may send private messages",
                    Allowed.ANYONE,
                    Allowed::of,
                    allowed -> allowed.text,
                    new FormField.Option("Anyone", "anyone"),
                    new FormField.Option("Participants", "participants"),
                    new FormField.Option("Moderators", "moderators"),
                    new FormField.Option("Nobody", "none"));

    private PrivateMessages() {}

    static Decision<RoomEvent, RoomEffect> whisper(
            Room room, RoomCommand.Whisper command, Turn turn) {
        Message message = command.stanza();
        Occupant author = room.occupant(command.from());
        if (author == null) {
            return Messages.notInside(room, command.from(), message);
        }
        if (message.type() == Message.Type.GROUPCHAT) {
            return Answer.refuse(
                    message, Condition.BAD_REQUEST, "A private message is not for everybody.");
        }
        if (wasSentBefore(room, command, author, turn)) {
            return Answer.none(); // delivered already; the receipt is the sender's answer
        }
        Occupant addressee = room.occupants().byNick(command.nick());
        if (addressee == null) {
            return Answer.refuse(
                    message, Condition.ITEM_NOT_FOUND, "Nobody of that nick is in this room.");
        }
        if (!room.config(ALLOWED).includes(author.role())) {
            return Answer.refuse(
                    message, Condition.FORBIDDEN, "You may not send private messages here.");
        }
        return hasBlocked(addressee, author, turn)
                ? Answer.refuse(message, Condition.SERVICE_UNAVAILABLE.error())
                : whisper(command, author, addressee, turn);
    }

    /** Whoever is addressed, and may have gone since: it was delivered. */
    private static boolean wasSentBefore(
            Room room, RoomCommand.Whisper command, Occupant author, Turn turn) {
        Message message = command.stanza();
        return Messages.isLasting(message)
                && (command.sentBefore()
                        || OriginId.firstWhisper(
                                        room, author.account(), command.nick(), message, turn)
                                != null);
    }

    private static Decision<RoomEvent, RoomEffect> whisper(
            RoomCommand.Whisper command, Occupant author, Occupant addressee, Turn turn) {
        Message message = command.stanza();
        List<FullJid> sessions = sessions(addressee);
        if (!Messages.isLasting(message)) {
            Line line = Messages.line(author, message, null, turn);
            Copy copy = new Copy(privately(line, author, addressee));
            return Decision.speak(List.of(new RoomEffect.Pass(copy, sessions)));
        }
        Line said = Messages.line(author, message, turn.slot(), turn);
        Line line = new Line(said.slot(), said.at(), privately(said, author, addressee));
        return Decision.<RoomEvent, RoomEffect>record(
                        List.of(
                                new RoomEvent.Whispered(
                                        line,
                                        author.account(),
                                        command.from(),
                                        addressee.account(),
                                        addressee.address())))
                .then(List.of(new RoomEffect.Whisper(line, addressee.account(), sessions)));
    }

    /**
     * Whether the addressee has blocked the author's address in the room, or the room (XEP-0191
     * section 3.3). Their real addresses are not compared: who blocks one and sees whose messages
     * end would know who is who.
     */
    private static boolean hasBlocked(Occupant addressee, Occupant author, Turn turn) {
        return addressee.account() instanceof BareJid account
                && turn.rules().blocks().blocks(account, author.address());
    }

    /**
     * Says that it is a private message of a room, as clients and carbons want to know, and nothing
     * in the name of the archives it goes to (XEP-0359 section 3, rule 3).
     */
    private static Message privately(Line line, Occupant author, Occupant addressee) {
        return StanzaIds.withoutSpoofed(
                        line.message(),
                        by -> by.equals(addressee.account()) || by.equals(author.account()))
                .with(Element.empty("x", Muc.USER));
    }

    private static List<FullJid> sessions(Occupant occupant) {
        List<FullJid> sessions = new ArrayList<>(occupant.seats().size());
        for (Seat seat : occupant.seats()) {
            sessions.add(seat.address());
        }
        return sessions;
    }

    /** An error that a private message met goes back to who sent it. */
    static Decision<RoomEvent, RoomEffect> passOnError(
            Room room, Occupant from, RoomCommand.Bounced command) {
        Occupant to = command.nick() == null ? null : room.occupants().byNick(command.nick());
        if (to == null || !(command.stanza() instanceof Message message)) {
            return Answer.none();
        }
        Copy copy = new Copy(message.withFrom(from.address()).withTo(null));
        return Decision.speak(List.of(new RoomEffect.Pass(copy, sessions(to))));
    }
}
