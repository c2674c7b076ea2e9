package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Who may mention whom, XEP-0513 section 3.6: read by everybody, configured by owners. What may not
 * be is taken out of a message before anybody hears it (section 7), so no client has to know the
 * permissions, and a mention that is heard counts. A reference to the room as a whole (XEP-0372)
 * says the same as a mention of the channel and is treated the same.
 */
final class Mentions {
    /** The most mentions in a message that can be configured. */
    static final int MOST = 1_000;

    private static final String REFERENCES = "urn:xmpp:reference:0";

    /** From which role on one may mention. */
    enum Who {
        PARTICIPANTS("participants"),
        MODERATORS("moderators"),
        NOBODY("none");

        private final String text;

        Who(String text) {
            this.text = text;
        }

        private static @Nullable Who of(String text) {
            for (Who who : values()) {
                if (who.text.equals(text)) {
                    return who;
                }
            }
            return null;
        }

        private boolean includes(Occupant occupant) {
            return this == PARTICIPANTS || (this == MODERATORS && occupant.isModerator());
        }
    }

    static final ConfigField<Integer> COUNT =
            ConfigField.number("mentions#count", "Most mentions in a message", 50, 0, MOST);
    static final ConfigField<Who> INDIVIDUAL =
            who("mentions#individual", "Who can mention individual people?");
    static final ConfigField<Who> CHANNEL =
            who("mentions#channel", "Who can mention the whole room?");

    /** In the order of the form. */
    static final List<ConfigField<?>> FIELDS = List.of(COUNT, INDIVIDUAL, CHANNEL);

    private Mentions() {}

    private static ConfigField<Who> who(String name, String label) {
        return ConfigField.choice(
                name,
                label,
                Who.PARTICIPANTS,
                Who::of,
                who -> who.text,
                new FormField.Option("Participants", Who.PARTICIPANTS.text),
                new FormField.Option("Moderators only", Who.MODERATORS.text),
                new FormField.Option("Nobody", Who.NOBODY.text));
    }

    /** The message without the mentions that its author may not make; all of them if too many. */
    static Message permitted(Room room, Occupant author, Message message) {
        if (message.payloads().stream().noneMatch(Mentions::names)) {
            return message;
        }
        long mentions = message.payloads().stream().filter(Mentions::isMention).count();
        boolean tooMany = mentions > room.config(COUNT);
        List<Element> kept = new ArrayList<>(message.payloads().size());
        for (Element payload : message.payloads()) {
            Who who = asks(room, payload);
            if (who == null || (!tooMany && who.includes(author))) {
                kept.add(payload);
            }
        }
        return message.withPayloads(kept);
    }

    private static boolean names(Element payload) {
        return isMention(payload) || payload.is("reference", REFERENCES);
    }

    private static boolean isMention(Element payload) {
        return payload.is("mention", Muc.MENTIONS);
    }

    /** Who may say that; null for what no permission is about. */
    private static @Nullable Who asks(Room room, Element payload) {
        if (isMention(payload)) {
            // A group of another kind is not advertised: who may not mention all may not mention
            // it.
            return room.config(payload.attribute("mentions") == null ? INDIVIDUAL : CHANNEL);
        }
        boolean ofTheRoom =
                payload.is("reference", REFERENCES)
                        && "mention".equals(payload.attribute("type"))
                        && ("xmpp:" + room.address()).equals(payload.attribute("uri"));
        return ofTheRoom ? room.config(CHANNEL) : null;
    }

    static Decision<RoomEvent, RoomEffect> get(Room room, RoomCommand.GetMentions command) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        List<FormField> fields =
                FIELDS.stream().map(field -> field(room, field).asRequired()).toList();
        DataForm form =
                DataForm.of(DataForm.Type.FORM, Muc.MENTIONS, fields)
                        .titled("Mentions in " + Naming.nameOf(room), null);
        return Answer.result(
                command.stanza(),
                Element.of("query", Muc.MENTIONS).child(form.toElement()).build());
    }

    private static <T> FormField field(Room room, ConfigField<T> field) {
        return field.toFormField(room.config(field));
    }

    /** A form may leave fields out: they keep their values. */
    static Decision<RoomEvent, RoomEffect> submit(
            Room room, RoomCommand.ConfigureMentions command) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        if (room.affiliation(command.from()) != Affiliation.OWNER) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only owners configure the room.");
        }
        if (!room.isOpen()) {
            return Answer.refuse(
                    command.stanza(), Condition.NOT_ALLOWED, "Configure the room first.");
        }
        RoomConfig after = room.config();
        for (ConfigField<?> field : FIELDS) {
            FormField given = command.form().field(field.name());
            after = given == null || after == null ? after : after.withText(field, given.values());
        }
        if (after == null) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.NOT_ACCEPTABLE,
                    "A field has a value that it may not have.");
        }
        Draft draft = new Draft(room);
        if (!after.equals(room.config())) {
            draft.record(
                    new RoomEvent.Configured(after, room.subject(), room.createdAt(), List.of()));
            draft.say(changed(room, draft.room()));
        }
        return draft.say(new RoomEffect.Say(command.stanza().result())).recorded();
    }

    /** Everybody is told the fields that have changed. */
    private static RoomEffect changed(Room before, Room after) {
        List<FormField> fields =
                FIELDS.stream()
                        .filter(field -> after.config().differsIn(field, before.config()))
                        .map(field -> info(after, field))
                        .toList();
        DataForm form =
                DataForm.of(DataForm.Type.RESULT, Muc.MENTIONS, fields)
                        .titled("Mentions in " + Naming.nameOf(after), null);
        Message message =
                Message.of(Message.Type.GROUPCHAT, after.address(), null, form.toElement());
        return new RoomEffect.Tell(new Copy(message), after.occupants(), Role.VISITOR);
    }

    /** The fields of {@code muc#roominfo}. */
    static List<FormField> info(Room room) {
        return FIELDS.stream().map(field -> info(room, field)).toList();
    }

    private static <T> FormField info(Room room, ConfigField<T> field) {
        return FormField.text(field.name(), null, field.write(room.config(field)).getFirst());
    }
}
