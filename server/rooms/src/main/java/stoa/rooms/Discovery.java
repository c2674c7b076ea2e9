package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;
import stoa.core.route.HistoryResponder;
import stoa.store.room.RoomSubject;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * What a room tells of itself: sections 6.4 (a room's features and the roominfo form), 6.5 (its
 * occupants, to those inside and, of open rooms, to all), 6.7 and 7.12 (the asker's reserved nick).
 */
final class Discovery {
    private static final List<String> ALWAYS =
            List.of(
                    Muc.DISCO_INFO,
                    Muc.DISCO_ITEMS,
                    Muc.MUC,
                    Muc.REQUEST,
                    Muc.REGISTER,
                    Muc.STABLE_ID,
                    Muc.SELF_PING,
                    Muc.STANZA_ID,
                    Muc.OCCUPANT_ID,
                    Muc.REGISTRATION,
                    Muc.RSM,
                    Muc.VCARD,
                    Muc.HATS,
                    Muc.AFFILIATIONS,
                    Muc.MENTIONS,
                    Muc.MENTIONS + "#channel",
                    Muc.COMMANDS,
                    Muc.PING);
    private static final List<String> ARCHIVE =
            List.of(
                    HistoryResponder.MAM,
                    HistoryResponder.MAM_EXTENDED,
                    Muc.RETRACT,
                    Muc.TOMBSTONE,
                    Muc.MODERATE);

    private Discovery() {}

    static Decision<RoomEvent, RoomEffect> info(
            Room room, RoomCommand.Describe command, Turn turn) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
        }
        Element.Builder query =
                Element.of("query", Muc.DISCO_INFO)
                        .child(
                                Element.of("identity", Muc.DISCO_INFO)
                                        .attribute("category", "conference")
                                        .attribute("type", "text")
                                        .attribute("name", Naming.nameOf(room))
                                        .build());
        ALWAYS.forEach(feature -> query.child(feature(feature)));
        if (turn.rules().archived()) {
            ARCHIVE.forEach(feature -> query.child(feature(feature)));
            if (turn.rules().searched()) {
                query.child(feature(HistoryResponder.FULL_TEXT));
            }
        }
        for (String feature :
                List.of(
                        Hidden.feature(room),
                        MembersOnly.feature(room),
                        Moderated.feature(room),
                        Password.feature(room),
                        Persistent.feature(room),
                        Whois.feature(room))) {
            query.child(feature(feature));
        }
        query.child(form(room, command.from().bare(), turn).toElement());
        DataForm parent = SpaceParent.form(room);
        if (parent != null) {
            query.child(feature(SpaceParent.FEATURE)).child(parent.toElement());
        }
        return Answer.result(command.stanza(), query.build());
    }

    static Element feature(String feature) {
        return Element.of("feature", Muc.DISCO_INFO).attribute("var", feature).build();
    }

    /**
     * The form of section 15.5.4. What the talk is about, its subject, is for those who may read it
     * (section 14.4).
     */
    private static DataForm form(Room room, Jid asker, Turn turn) {
        List<FormField> fields = new ArrayList<>();
        RoomSubject subject = ArchiveAccess.mayRead(room, asker) ? room.subject() : null;
        fields.add(
                FormField.text("muc#roominfo_description", null, room.config(Naming.DESCRIPTION)));
        fields.add(
                FormField.text(
                        "muc#roominfo_subject", null, subject == null ? "" : subject.text()));
        fields.add(
                FormField.bool(
                        "muc#roominfo_subjectmod", null, room.config(Subject.BY_PARTICIPANTS)));
        fields.add(
                FormField.text(
                        "muc#roominfo_occupants", null, Integer.toString(room.occupants().size())));
        fields.add(FormField.text("muc#roominfo_lang", null, room.config(Naming.LANGUAGE)));
        fields.add(
                FormField.text(
                        "muc#maxhistoryfetch",
                        null,
                        Integer.toString(room.config(History.MAX_FETCH))));
        fields.add(FormField.text("muc#roomconfig_roomname", null, Naming.nameOf(room)));
        fields.add(
                FormField.bool(
                        "muc#roomconfig_changesubject",
                        null,
                        room.config(Subject.BY_PARTICIPANTS)));
        fields.addAll(Avatar.info(room));
        fields.add(SlowMode.info(room));
        FormField activity = Activity.info(room, turn.now());
        if (activity != null) {
            fields.add(activity);
        }
        fields.addAll(Mentions.info(room));
        fields.addAll(SpaceParent.info(room));
        fields.removeIf(field -> "".equals(field.value()));
        return DataForm.of(DataForm.Type.RESULT, Muc.INFO, fields);
    }

    /** XEP-0199, asked of the room itself. */
    static Decision<RoomEvent, RoomEffect> ping(Room room, RoomCommand.PingRoom command) {
        return Locked.isThereFor(room, command.from().bare())
                ? Answer.result(command.stanza())
                : Answer.refuse(
                        command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
    }

    /**
     * Section 6.5: who is inside sees who else is. Of a room that everybody finds and may enter,
     * everybody else does too; of another room they get an empty list. In pages (XEP-0059), by
     * nick.
     */
    static Decision<RoomEvent, RoomEffect> items(Room room, RoomCommand.ListOccupants command) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
        }
        List<Occupant> shown = shownTo(room, command.from().bare());
        PageRequest page = command.page() == null ? PageRequest.ALL : command.page();
        Slice<Occupant> found = Slice.of(shown, Occupant::nick, page, RoomDirectory.MAX_PAGE);
        if (found == null) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "Nobody of that nick is here.");
        }
        Element.Builder query = Element.of("query", Muc.DISCO_ITEMS);
        for (Occupant occupant : found.items()) {
            query.child(
                    Element.of("item", Muc.DISCO_ITEMS)
                            .attribute("jid", occupant.address().toString())
                            .attribute("name", occupant.nick())
                            .build());
        }
        boolean paged = command.page() != null || found.isPart();
        return Answer.result(
                command.stanza(), query.childIf(paged ? found.page().toElement() : null).build());
    }

    private static List<Occupant> shownTo(Room room, Jid asker) {
        boolean inside = room.occupants().byAccount(asker) != null;
        if (!inside && !isOpenTo(room, asker)) {
            return List.of();
        }
        PresenceBroadcast.Roles shown =
                inside ? PresenceBroadcast.Roles.ALL : room.config(PresenceBroadcast.ROLES);
        return room.occupants().list().stream()
                .filter(occupant -> shown.includes(occupant.role()))
                .toList();
    }

    private static boolean isOpenTo(Room room, Jid account) {
        return room.config(Hidden.PUBLIC)
                && Joining.mayEnter(room, account) == null
                && Password.refusal(room, null) == null;
    }

    /** Section 7.12: an identity named like the nick, or none. */
    static Decision<RoomEvent, RoomEffect> reservedNick(
            Room room, RoomCommand.AskReservedNick command) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
        }
        Element.Builder query =
                Element.of("query", Muc.DISCO_INFO).attribute("node", Muc.RESERVED_NICK);
        String nick = room.affiliations().nickOf(command.from());
        if (nick != null) {
            query.child(
                    Element.of("identity", Muc.DISCO_INFO)
                            .attribute("category", "conference")
                            .attribute("type", "text")
                            .attribute("name", nick)
                            .build());
        }
        return Answer.result(command.stanza(), query.build());
    }
}
