package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Reads messages to a room or to an occupant. */
final class MessageReader {
    /** The most people one message may invite. */
    private static final int MAX_INVITED = 50;

    private MessageReader() {}

    static Reading read(Message message, FullJid from, @Nullable String nick) {
        if (message.isError()) {
            return Reading.of(
                    new RoomCommand.Bounced(from, nick, ErrorReader.condition(message), message));
        }
        if (nick != null) {
            return Reading.of(new RoomCommand.Whisper(from, nick, message));
        }
        return message.type() == Message.Type.GROUPCHAT
                ? toEverybody(message, from)
                : toTheRoom(message, from);
    }

    /** A subject without body and thread changes the subject, section 8.1. */
    private static Reading toEverybody(Message message, FullJid from) {
        Element retract = message.payload("retract", Muc.RETRACT);
        if (retract != null) {
            return retraction(message, from, retract);
        }
        Element subject = message.payload("subject", Stanza.CLIENT);
        boolean changes =
                subject != null
                        && !message.has("body", Stanza.CLIENT)
                        && !message.has("thread", Stanza.CLIENT);
        return Reading.of(
                changes
                        ? new RoomCommand.ChangeSubject(from, subject.text(), message)
                        : new RoomCommand.Talk(from, message));
    }

    /** One thing is retracted at a time; by whom it is moderated is for the room to say. */
    private static Reading retraction(Message message, FullJid from, Element retract) {
        long retractions =
                message.payloads().stream().filter(p -> p.is("retract", Muc.RETRACT)).count();
        String id = retract.attribute("id");
        if (retractions > 1 || id == null || retract.child("moderated", Muc.MODERATE) != null) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        long archived = Reading.archiveId(id);
        return archived == 0
                ? Reading.refuse(Condition.ITEM_NOT_FOUND, "There is no such message in this room.")
                : Reading.of(new RoomCommand.Retract(from, archived, null, message));
    }

    private static Reading toTheRoom(Message message, FullJid from) {
        Element user = message.payload("x", Muc.USER);
        if (user != null) {
            Element decline = user.child("decline", Muc.USER);
            return decline == null
                    ? invitation(message, from, user)
                    : decline(message, from, decline);
        }
        Element x = message.payload("x", DataForm.NAMESPACE);
        DataForm form = x == null ? null : DataForm.read(x);
        if (form != null && Muc.REQUEST.equals(form.formType())) {
            return voice(message, from, form);
        }
        if (form != null && Muc.REGISTER.equals(form.formType())) {
            return registration(message, from, form);
        }
        return Reading.refuse(
                Condition.BAD_REQUEST, "Messages to everybody have the type groupchat.");
    }

    private static Reading invitation(Message message, FullJid from, Element user) {
        List<RoomCommand.Invitee> invitees = new ArrayList<>(1);
        for (Element invite : user.elements().filter(e -> e.is("invite", Muc.USER)).toList()) {
            String to = invite.attribute("to");
            if (to == null || invitees.size() == MAX_INVITED) {
                return Reading.refuse(Condition.BAD_REQUEST);
            }
            Jid who = Reading.address(to);
            if (who == null || who.local() == null) {
                return Reading.refuse(Condition.JID_MALFORMED);
            }
            Element continued = invite.child("continue", Muc.USER);
            invitees.add(
                    new RoomCommand.Invitee(
                            who,
                            invite.childText("reason"),
                            continued == null
                                    ? null
                                    : Objects.requireNonNullElse(
                                            continued.attribute("thread"), "")));
        }
        return invitees.isEmpty()
                ? Reading.refuse(Condition.BAD_REQUEST)
                : Reading.of(new RoomCommand.Invite(from, invitees, message));
    }

    private static Reading decline(Message message, FullJid from, Element decline) {
        String to = decline.attribute("to");
        Jid inviter = to == null ? null : Reading.address(to);
        return inviter == null
                ? Reading.refuse(Condition.BAD_REQUEST)
                : Reading.of(
                        new RoomCommand.Decline(
                                from, inviter, decline.childText("reason"), message));
    }

    /** An admin's answer to a request for registration, section 9.9. */
    private static Reading registration(Message message, FullJid from, DataForm form) {
        if (form.type() != DataForm.Type.SUBMIT) {
            return form.type() == DataForm.Type.CANCEL
                    ? Reading.NOTHING
                    : Reading.refuse(Condition.BAD_REQUEST);
        }
        String address = form.value(Approval.ADDRESS);
        String nick = form.value(Registration.NICK);
        FormField allow = form.field(Approval.ALLOW);
        Boolean granted = allow == null ? null : allow.bool();
        if (address == null || nick == null || granted == null) {
            return Reading.refuse(Condition.BAD_REQUEST);
        }
        Jid who = Reading.address(address);
        return who == null || who.local() == null
                ? Reading.refuse(Condition.JID_MALFORMED)
                : Reading.of(
                        new RoomCommand.AnswerRegistration(
                                from, who, Reading.nick(message.to(), nick), granted, message));
    }

    /** A visitor's request, or a moderator's answer to one: that names a nick. */
    private static Reading voice(Message message, FullJid from, DataForm form) {
        if (form.type() != DataForm.Type.SUBMIT) {
            return form.type() == DataForm.Type.CANCEL
                    ? Reading.NOTHING
                    : Reading.refuse(Condition.BAD_REQUEST);
        }
        String nick = form.value(VoiceRequests.NICK);
        FormField allow = form.field(VoiceRequests.ALLOW);
        String role = form.value(VoiceRequests.ROLE);
        if (role != null && Role.of(role) != Role.PARTICIPANT) {
            return Reading.refuse(Condition.BAD_REQUEST, "Voice makes a participant.");
        }
        if (allow == null) {
            return Reading.of(new RoomCommand.RequestVoice(from, message));
        }
        Boolean granted = allow.bool();
        return granted == null || nick == null
                ? Reading.refuse(Condition.BAD_REQUEST)
                : Reading.of(
                        new RoomCommand.AnswerVoice(
                                from, Reading.nick(message.to(), nick), granted, message));
    }
}
