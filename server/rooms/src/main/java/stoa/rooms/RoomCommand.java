package stoa.rooms;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * What somebody wants of a room. Each but the room's own comes from a stanza, by which it is
 * answered; its {@code from} is a real, checked address.
 */
sealed interface RoomCommand {

    /** The stanza it came from. */
    sealed interface Asked extends RoomCommand {
        Stanza stanza();
    }

    /**
     * Available presence to an occupant's address: to enter, to change nick, or to show another
     * presence.
     *
     * @param nick stripped of spaces at its ends; empty when nothing else is in it
     * @param nickChanged whether spaces were stripped, which the newcomer is told (status 210)
     * @param entry the request to enter; null in a mere change of presence
     */
    record Enter(
            FullJid from, String nick, boolean nickChanged, @Nullable Entry entry, Presence stanza)
            implements Asked {}

    /** What {@code <x xmlns='http://jabber.org/protocol/muc'/>} says. */
    record Entry(
            @Nullable String password,
            History.Request history,
            AffiliationVersions.@Nullable Asked lists) {}

    record Leave(FullJid from, Presence stanza) implements Asked {}

    /** Somebody asks for an occupant's presence. */
    record Probe(FullJid from, @Nullable String nick, Presence stanza) implements Asked {}

    /** An error came back from a session: if it is one of those it means the session is gone. */
    record Bounced(
            FullJid from, @Nullable String nick, StanzaError.Condition condition, Stanza stanza)
            implements Asked {}

    /** A message to everybody. */
    record Talk(FullJid from, Message stanza) implements Asked {}

    /**
     * About one message of the room's archive, which is read before the room is told: its writer
     * does not wait for the store.
     */
    sealed interface AboutLine extends Asked {
        /** The archive id that the stanza names. */
        long id();

        /** The same with the line; null when the room's archive has none of that id. */
        AboutLine about(@Nullable Line line);
    }

    /** XEP-0424: the author takes a message back. */
    record Retract(FullJid from, long id, @Nullable Line line, Message stanza)
            implements AboutLine {
        @Override
        public Retract about(@Nullable Line found) {
            return new Retract(from, id, found, stanza);
        }
    }

    /** XEP-0425: a moderator has the room take a message back. */
    record Moderate(FullJid from, long id, @Nullable String reason, @Nullable Line line, Iq stanza)
            implements AboutLine {
        @Override
        public Moderate about(@Nullable Line found) {
            return new Moderate(from, id, reason, found, stanza);
        }
    }

    record ChangeSubject(FullJid from, String text, Message stanza) implements Asked {}

    /**
     * A private message.
     *
     * @param sentBefore whether the sender's history had it before the room was loaded; of what was
     *     sent since the room knows itself
     */
    record Whisper(FullJid from, String nick, Message stanza, boolean sentBefore) implements Asked {
        Whisper(FullJid from, String nick, Message stanza) {
            this(from, nick, stanza, false);
        }

        Whisper known() {
            return new Whisper(from, nick, stanza, true);
        }
    }

    record Invite(FullJid from, List<Invitee> invitees, Message stanza) implements Asked {}

    /**
     * Somebody who is invited.
     *
     * @param thread the conversation that the room continues (section 7.9); empty for one without a
     *     name, null for none
     */
    record Invitee(Jid who, @Nullable String reason, @Nullable String thread) {}

    record Decline(Jid from, Jid inviter, @Nullable String reason, Message stanza)
            implements Asked {}

    record RequestVoice(FullJid from, Message stanza) implements Asked {}

    record AnswerVoice(FullJid from, String nick, boolean granted, Message stanza)
            implements Asked {}

    record ListAffiliation(Jid from, Affiliation affiliation, Iq stanza) implements Asked {}

    record ListRole(FullJid from, Role role, Iq stanza) implements Asked {}

    record ChangeRoles(FullJid from, List<RoleItem> items, Iq stanza) implements Asked {}

    record RoleItem(String nick, Role role, @Nullable String reason) {}

    record ChangeAffiliations(Jid from, List<AffiliationItem> items, Iq stanza) implements Asked {}

    /** By address, or by the nick of somebody present. */
    record AffiliationItem(
            @Nullable Jid who,
            @Nullable String nick,
            Affiliation affiliation,
            @Nullable String reason) {}

    record GetConfig(Jid from, Iq stanza) implements Asked {}

    record Configure(Jid from, DataForm form, Iq stanza) implements Asked {}

    /** Who may mention whom (XEP-0513 section 3.6). */
    record GetMentions(Jid from, Iq stanza) implements Asked {}

    record ConfigureMentions(Jid from, DataForm form, Iq stanza) implements Asked {}

    record CancelConfig(Jid from, Iq stanza) implements Asked {}

    record Destroy(
            Jid from,
            @Nullable Jid alternate,
            @Nullable String reason,
            @Nullable String password,
            Iq stanza)
            implements Asked {}

    /** XEP-0486: the room's vCard. */
    record ReadVcard(Jid from, Iq stanza) implements Asked {}

    record PublishVcard(Jid from, Element card, Iq stanza) implements Asked {}

    /** XEP-0050: which commands there are. */
    record ListCommands(Jid from, Iq stanza) implements Asked {}

    /** XEP-0050: what a command is. */
    record DescribeCommand(Jid from, HatCommands.Kind kind, Iq stanza) implements Asked {}

    /**
     * XEP-0317: an ad-hoc command about hats.
     *
     * @param session as the asker has it, or null
     * @param form as it was submitted; null when the asker wants to see it
     */
    record RunHatCommand(
            Jid from,
            HatCommands.Kind kind,
            @Nullable String session,
            boolean cancelled,
            @Nullable DataForm form,
            Iq stanza)
            implements Asked {}

    record Describe(Jid from, Iq stanza) implements Asked {}

    record PingRoom(Jid from, Iq stanza) implements Asked {}

    /**
     * Who is inside.
     *
     * @param page which page; null when the asker says nothing of pages
     */
    record ListOccupants(Jid from, @Nullable PageRequest page, Iq stanza) implements Asked {}

    record AskReservedNick(Jid from, Iq stanza) implements Asked {}

    record GetRegistration(Jid from, Iq stanza) implements Asked {}

    /**
     * Registers a nick.
     *
     * @param nick as wanted; null when the form says nothing of it
     */
    record Register(Jid from, @Nullable String nick, Iq stanza) implements Asked {}

    /** An admin's answer to a request for registration, section 9.9. */
    record AnswerRegistration(FullJid from, Jid who, String nick, boolean granted, Message stanza)
            implements Asked {}

    record Unregister(Jid from, Iq stanza) implements Asked {}

    /** A request to an occupant. */
    record RelayRequest(FullJid from, String nick, Iq stanza) implements Asked {}

    /** An occupant's answer to a relayed request. */
    record RelayAnswer(Jid from, String nick, Iq stanza) implements Asked {}

    record AskHistory(Jid from, Iq stanza) implements Asked {}

    /**
     * Whether somebody who is not in has missed anything (XEP-0437).
     *
     * @param since the archive id after which they may have
     * @param answer completed with it; false also for whom the room is not for
     */
    record AskMissed(FullJid from, long since, CompletableFuture<Boolean> answer)
            implements RoomCommand {}

    /**
     * As whom an account may read the history.
     *
     * @param answer completed with it; null for whom it may not
     */
    record AskReader(BareJid account, CompletableFuture<@Nullable RoomReader> answer)
            implements RoomCommand {}

    /** The room is not kept when empty, and nobody came for a while after a restart. */
    record Abandoned() implements RoomCommand {}

    /** The service stops: everybody is told so (status 332). */
    record Close() implements RoomCommand {}
}
