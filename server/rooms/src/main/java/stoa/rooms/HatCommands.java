package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Making hats and putting them on heads, XEP-0317 sections 4 and 5: ad-hoc commands (XEP-0050) that
 * a room's admins and owners run. Each is one form; a command that comes with its form filled in is
 * carried out at once, so nothing is remembered between the steps.
 */
final class HatCommands {
    static final String FORM = "urn:xmpp:hats:commands";
    private static final String TITLE = "hats#title";
    private static final String URI = "hats#uri";
    private static final String HUE = "hats#hue";
    private static final String JID = "hats#jid";

    /** The commands, by the node they are run at. */
    enum Kind {
        LIST("list", "List the hats"),
        LIST_ASSIGNED("list-assigned", "List who wears which hat"),
        CREATE("create", "Make a hat"),
        DESTROY("destroy", "Unmake a hat"),
        ASSIGN("assign", "Give somebody a hat"),
        UNASSIGN("unassign", "Take a hat from somebody");

        private final String node;
        private final String title;

        Kind(String name, String title) {
            this.node = FORM + ":" + name;
            this.title = title;
        }

        static @Nullable Kind of(@Nullable String node) {
            for (Kind kind : values()) {
                if (kind.node.equals(node)) {
                    return kind;
                }
            }
            return null;
        }

        boolean isList() {
            return this == LIST || this == LIST_ASSIGNED;
        }
    }

    private HatCommands() {}

    /** The list of commands, XEP-0050 section 2.2: to those who may run them. */
    static Decision<RoomEvent, RoomEffect> list(Room room, RoomCommand.ListCommands command) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        Element.Builder query =
                Element.of("query", Muc.DISCO_ITEMS).attribute("node", Muc.COMMANDS);
        if (room.isOpen() && Standing.isAdmin(room.affiliation(command.from()))) {
            for (Kind kind : Kind.values()) {
                query.child(
                        Element.of("item", Muc.DISCO_ITEMS)
                                .attribute("jid", room.address().toString())
                                .attribute("node", kind.node)
                                .attribute("name", kind.title)
                                .build());
            }
        }
        return Answer.result(command.stanza(), query.build());
    }

    /** What a node of a command is, XEP-0050 section 2.3. */
    static Decision<RoomEvent, RoomEffect> describe(
            Room room, RoomCommand.DescribeCommand command) {
        return Locked.isThereFor(room, command.from().bare())
                ? Answer.result(command.stanza(), info(command.kind()))
                : Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
    }

    private static Element info(Kind kind) {
        return Element.of("query", Muc.DISCO_INFO)
                .attribute("node", kind.node)
                .child(
                        Element.of("identity", Muc.DISCO_INFO)
                                .attribute("category", "automation")
                                .attribute("type", "command-node")
                                .attribute("name", kind.title)
                                .build())
                .child(Discovery.feature(Muc.COMMANDS))
                .child(Discovery.feature(DataForm.NAMESPACE))
                .build();
    }

    static Decision<RoomEvent, RoomEffect> run(
            Room room, RoomCommand.RunHatCommand command, Turn turn) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        if (!room.isOpen() || !Standing.isAdmin(room.affiliation(command.from()))) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only admins and owners give hats.");
        }
        if (command.cancelled()) {
            return Answer.result(command.stanza(), answer(command, turn, "canceled", null));
        }
        Hats hats = room.config(Hats.FIELD);
        if (command.kind().isList()) {
            Element listed = command.kind() == Kind.LIST ? table(hats.all()) : assigned(hats);
            return Answer.result(command.stanza(), answer(command, turn, "completed", listed));
        }
        DataForm form = command.form();
        if (form == null) {
            return Answer.result(
                    command.stanza(),
                    answer(command, turn, "executing", empty(command.kind(), hats)));
        }
        return switch (change(hats, command.kind(), form)) {
            case Change.Refused(StanzaError error) -> Answer.refuse(command.stanza(), error);
            case Change.Done(Hats after) -> done(room, command, after, turn);
        };
    }

    /** What a form comes to. */
    private sealed interface Change {
        record Done(Hats hats) implements Change {}

        record Refused(StanzaError error) implements Change {}

        static Change of(@Nullable Hats after) {
            return after == null
                    ? new Refused(Condition.RESOURCE_CONSTRAINT.error("These are too many hats."))
                    : new Done(after);
        }

        static Change refused(Condition condition, String sentence) {
            return new Refused(condition.error(sentence));
        }
    }

    private static Change change(Hats hats, Kind kind, DataForm form) {
        String uri = form.value(URI);
        if (uri == null) {
            return Change.refused(Condition.BAD_REQUEST, "Which hat?");
        }
        if (kind == Kind.CREATE) {
            return created(hats, uri, form);
        }
        if (hats.hat(uri) == null) {
            return Change.refused(Condition.ITEM_NOT_FOUND, "There is no such hat.");
        }
        if (kind == Kind.DESTROY) {
            return new Change.Done(hats.without(uri));
        }
        String address = form.value(JID);
        Jid who = address == null ? null : Reading.address(address);
        if (address == null) {
            return Change.refused(Condition.BAD_REQUEST, "Whose head?");
        }
        if (who == null || who.local() == null) {
            return new Change.Refused(Condition.JID_MALFORMED.error());
        }
        boolean wears = hats.of(who).stream().anyMatch(hat -> hat.uri().equals(uri));
        if (kind == Kind.ASSIGN) {
            return wears ? new Change.Done(hats) : Change.of(hats.given(who, uri));
        }
        return wears
                ? new Change.Done(hats.taken(who, uri))
                : Change.refused(Condition.ITEM_NOT_FOUND, "This person does not wear that hat.");
    }

    private static Change created(Hats hats, String uri, DataForm form) {
        String title = form.value(TITLE);
        String hue = form.value(HUE);
        if (title == null) {
            return Change.refused(Condition.BAD_REQUEST, "A hat needs a title.");
        }
        Hat hat = Hat.of(uri, title, hue == null || hue.isBlank() ? null : hue.strip());
        if (hat == null) {
            return Change.refused(
                    Condition.NOT_ACCEPTABLE,
                    "A hat has an absolute URI, a title, and a hue from 0 to 360 if any.");
        }
        return hats.hat(uri) == null
                ? Change.of(hats.with(hat))
                : Change.refused(Condition.CONFLICT, "There is such a hat already.");
    }

    /** Stores the hats and shows everybody those whose head has changed. */
    private static Decision<RoomEvent, RoomEffect> done(
            Room before, RoomCommand.RunHatCommand command, Hats after, Turn turn) {
        Iq result = command.stanza().result(answer(command, turn, "completed", null));
        Draft draft = new Draft(before);
        if (!after.equals(before.config(Hats.FIELD))) {
            draft.record(
                    new RoomEvent.Configured(
                            before.config().with(Hats.FIELD, after),
                            before.subject(),
                            before.createdAt(),
                            List.of()));
        }
        Room room = draft.room();
        for (Occupant occupant : before.occupants().list()) {
            Occupant now = room.occupants().byNick(occupant.nick());
            if (now != null && !now.hats().equals(occupant.hats())) {
                draft.say(Announcement.of(room, now).build());
            }
        }
        return draft.say(new RoomEffect.Attend(room.occupants()))
                .say(new RoomEffect.Say(result))
                .recorded();
    }

    private static Element answer(
            RoomCommand.RunHatCommand command,
            Turn turn,
            String status,
            @Nullable Element content) {
        String session =
                command.session() == null
                        ? Long.toString(turn.now().toEpochMilli(), Character.MAX_RADIX)
                        : command.session();
        Element.Builder answer =
                Element.of("command", Muc.COMMANDS)
                        .attribute("node", command.kind().node)
                        .attribute("sessionid", session)
                        .attribute("status", status);
        if (status.equals("executing")) {
            answer.child(
                    Element.of("actions", Muc.COMMANDS)
                            .attribute("execute", "complete")
                            .child("complete")
                            .build());
        }
        return answer.childIf(content).build();
    }

    private static Element empty(Kind kind, Hats hats) {
        List<FormField> fields = new ArrayList<>();
        if (kind == Kind.CREATE) {
            fields.add(required(TITLE, FormField.Type.TEXT_SINGLE, "Title", List.of()));
            fields.add(required(URI, FormField.Type.TEXT_SINGLE, "URI", List.of()));
            fields.add(FormField.text(HUE, "Hue, 0 to 360 degrees", ""));
        } else {
            List<FormField.Option> choices =
                    hats.all().stream()
                            .map(hat -> new FormField.Option(hat.title(), hat.uri()))
                            .toList();
            if (kind != Kind.DESTROY) {
                fields.add(required(JID, FormField.Type.JID_SINGLE, "Address", List.of()));
            }
            fields.add(required(URI, FormField.Type.LIST_SINGLE, "Hat", choices));
        }
        return DataForm.of(DataForm.Type.FORM, FORM, fields).titled(kind.title, null).toElement();
    }

    private static FormField required(
            String name, FormField.Type type, String label, List<FormField.Option> choices) {
        return new FormField(name, type, label, true, List.of(), choices);
    }

    private static Element table(List<Hat> hats) {
        Element.Builder table = table(URI, TITLE, HUE);
        hats.forEach(hat -> table.child(row(null, hat)));
        return table.build();
    }

    private static Element assigned(Hats hats) {
        Element.Builder table = table(JID, URI, TITLE, HUE);
        for (Map.Entry<String, List<String>> one : hats.worn().entrySet()) {
            for (String uri : one.getValue()) {
                table.child(row(one.getKey(), Objects.requireNonNull(hats.hat(uri))));
            }
        }
        return table.build();
    }

    /** A result in rows, XEP-0004 section 3.4. */
    private static Element.Builder table(String... columns) {
        Element.Builder reported = Element.of("reported", DataForm.NAMESPACE);
        for (String column : columns) {
            reported.child(
                    Element.of("field", DataForm.NAMESPACE)
                            .attribute("var", column)
                            .attribute("type", column.equals(JID) ? "jid-single" : "text-single")
                            .build());
        }
        return Element.of("x", DataForm.NAMESPACE)
                .attribute("type", "result")
                .child(cell("FORM_TYPE", FORM, "hidden"))
                .child(reported.build());
    }

    private static Element row(@Nullable String who, Hat hat) {
        Element.Builder item = Element.of("item", DataForm.NAMESPACE);
        if (who != null) {
            item.child(cell(JID, who, null));
        }
        item.child(cell(URI, hat.uri(), null)).child(cell(TITLE, hat.title(), null));
        if (hat.hue() != null) {
            item.child(cell(HUE, hat.hue(), null));
        }
        return item.build();
    }

    private static Element cell(String name, String value, @Nullable String type) {
        return Element.of("field", DataForm.NAMESPACE)
                .attribute("var", name)
                .attribute("type", type)
                .child("value", value)
                .build();
    }
}
