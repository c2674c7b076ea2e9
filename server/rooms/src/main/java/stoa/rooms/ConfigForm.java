package stoa.rooms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * The configuration form, sections 10.1 and 10.2. A form may leave fields out: they keep their
 * values. Fields it does not know are ignored (XEP-0004 section 3.2); a value that a field may not
 * have refuses the whole form with not-acceptable. The first form that is accepted, an empty one
 * included (an instant room, section 10.1.2), opens the room.
 */
final class ConfigForm {
    static final String ADMINS = "muc#roomconfig_roomadmins";
    static final String OWNERS = "muc#roomconfig_roomowners";

    /** The fields in the order of the form. */
    static final List<ConfigField<?>> FIELDS =
            List.of(
                    Naming.NAME,
                    Naming.DESCRIPTION,
                    Naming.LANGUAGE,
                    Persistent.PERSISTENT,
                    Hidden.PUBLIC,
                    MembersOnly.MEMBERS_ONLY,
                    Invitations.BY_OCCUPANTS,
                    Password.PROTECTED,
                    Password.SECRET,
                    MaxUsers.MAX_USERS,
                    Whois.WHOIS,
                    Moderated.MODERATED,
                    Subject.BY_PARTICIPANTS,
                    PrivateMessages.ALLOWED,
                    PresenceBroadcast.ROLES,
                    AffiliationLists.READERS,
                    History.MAX_FETCH,
                    SlowMode.DURATION,
                    SpaceParent.IRI,
                    Logging.PUBLICLY);

    private ConfigForm() {}

    static Decision<RoomEvent, RoomEffect> get(Room room, RoomCommand.GetConfig command) {
        StanzaError refusal = refusal(room, command.from());
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        List<FormField> fields = new ArrayList<>(FIELDS.size() + 2);
        for (ConfigField<?> field : FIELDS) {
            fields.add(field(room, field));
        }
        fields.add(addresses(room, ADMINS, "Admins", Affiliation.ADMIN));
        fields.add(addresses(room, OWNERS, "Owners", Affiliation.OWNER));
        DataForm form =
                DataForm.of(DataForm.Type.FORM, Muc.CONFIG, fields)
                        .titled("Configuration of " + Naming.nameOf(room), null);
        return Answer.result(
                command.stanza(), Element.of("query", Muc.OWNER).child(form.toElement()).build());
    }

    private static <T> FormField field(Room room, ConfigField<T> field) {
        return field.toFormField(room.config(field));
    }

    private static FormField addresses(
            Room room, String name, String label, Affiliation affiliation) {
        return FormField.many(
                FormField.Type.JID_MULTI,
                name,
                label,
                room.affiliations().list(affiliation).stream()
                        .map(entry -> entry.who().toString())
                        .toList());
    }

    static Decision<RoomEvent, RoomEffect> cancel(Room room, RoomCommand.CancelConfig command) {
        StanzaError refusal = refusal(room, command.from());
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        if (room.isOpen()) {
            return Answer.result(command.stanza());
        }
        Draft draft = new Draft(room);
        Destroying.destroy(draft, null, null, null);
        return draft.say(new RoomEffect.Say(command.stanza().result())).recorded();
    }

    static Decision<RoomEvent, RoomEffect> submit(
            Room room, RoomCommand.Configure command, Turn turn) {
        StanzaError refusal = refusal(room, command.from());
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        DataForm form = command.form();
        if (!form.fields().isEmpty() && !Muc.CONFIG.equals(form.formType())) {
            return Answer.refuse(
                    command.stanza(), Condition.BAD_REQUEST, "This is no room configuration.");
        }
        RoomConfig config = read(room.config(), form);
        List<AffiliationEntry> entries = config == null ? null : entries(room, form);
        if (config == null || entries == null) {
            return notAcceptable(command.stanza(), "A field has a value that it may not have.");
        }
        String complaint = Password.complaint(config);
        if (complaint != null) {
            return notAcceptable(command.stanza(), complaint);
        }
        refusal = AffiliationChanges.refusal(room, entries, turn);
        return refusal == null
                ? accept(room, command, config, entries, turn)
                : Answer.refuse(command.stanza(), refusal);
    }

    private static Decision<RoomEvent, RoomEffect> notAcceptable(Iq request, String sentence) {
        return Answer.refuse(request, Condition.NOT_ACCEPTABLE, sentence);
    }

    private static @Nullable StanzaError refusal(Room room, Jid asker) {
        if (!Locked.isThereFor(room, asker)) {
            return Condition.ITEM_NOT_FOUND.error();
        }
        return room.affiliation(asker) == Affiliation.OWNER
                ? null
                : Condition.FORBIDDEN.error("Only owners configure the room.");
    }

    private static @Nullable RoomConfig read(RoomConfig before, DataForm form) {
        RoomConfig config = before;
        for (ConfigField<?> field : FIELDS) {
            FormField given = form.field(field.name());
            if (given != null) {
                config = config.withText(field, given.values());
            }
            if (config == null) {
                return null;
            }
        }
        return config;
    }

    /**
     * What the form's lists of admins and owners change: who is in one is made it, who is not any
     * more becomes a member. Null when an address is none.
     */
    private static @Nullable List<AffiliationEntry> entries(Room room, DataForm form) {
        List<AffiliationEntry> entries = new ArrayList<>();
        Set<Jid> owners = wanted(room, form.field(OWNERS), Affiliation.OWNER);
        Set<Jid> admins = wanted(room, form.field(ADMINS), Affiliation.ADMIN);
        if (owners == null || admins == null) {
            return null;
        }
        for (AffiliationEntry entry : room.affiliations().all()) {
            boolean falls =
                    Standing.isAdmin(entry.affiliation())
                            && !owners.contains(entry.who())
                            && !admins.contains(entry.who());
            if (falls) {
                entries.add(with(entry, entry.who(), Affiliation.MEMBER));
            }
        }
        for (Jid owner : owners) {
            entries.add(with(room.affiliations().entry(owner), owner, Affiliation.OWNER));
        }
        for (Jid admin : admins) {
            if (!owners.contains(admin)) {
                entries.add(with(room.affiliations().entry(admin), admin, Affiliation.ADMIN));
            }
        }
        return entries;
    }

    private static AffiliationEntry with(
            @Nullable AffiliationEntry known, Jid who, Affiliation affiliation) {
        return new AffiliationEntry(
                who,
                affiliation,
                known == null ? null : known.nick(),
                known == null ? null : known.reason());
    }

    private static @Nullable Set<Jid> wanted(
            Room room, @Nullable FormField field, Affiliation affiliation) {
        Set<Jid> wanted = new LinkedHashSet<>();
        if (field == null) {
            room.affiliations().list(affiliation).forEach(entry -> wanted.add(entry.who()));
            return wanted;
        }
        for (String value : field.values()) {
            try {
                if (!value.isBlank()) {
                    wanted.add(Jid.parse(value.strip()).bare());
                }
            } catch (InvalidJidException e) {
                return null;
            }
        }
        return wanted;
    }

    private static Decision<RoomEvent, RoomEffect> accept(
            Room room,
            RoomCommand.Configure command,
            RoomConfig config,
            List<AffiliationEntry> entries,
            Turn turn) {
        boolean opens = !room.isOpen();
        Draft draft =
                new Draft(room)
                        .record(
                                new RoomEvent.Configured(
                                        config,
                                        room.subject(),
                                        room.createdAt(),
                                        opens ? room.affiliations().all() : List.of()));
        Occupant actor = room.occupants().byAccount(command.from().bare());
        AffiliationChanges.apply(
                draft, entries, command.from(), actor == null ? null : actor.nick(), turn);
        if (!opens) {
            tell(draft, room.config(), config);
            MembersOnly.enforce(draft);
            showAddresses(draft, room.config(), config);
            VoiceRequests.giveAll(draft, room.config(), config);
        }
        draft.say(new RoomEffect.Enlist(Listing.of(draft.room())));
        return Roles.finish(draft, command.stanza());
    }

    /**
     * Those present are told that the configuration changed, section 10.2.1, and so are those who
     * have to leave for it.
     */
    private static void tell(Draft draft, RoomConfig before, RoomConfig after) {
        if (before.equals(after)) {
            return;
        }
        int whois = Whois.changeCode(before, after);
        int logging = Logging.changeCode(before, after);
        Element.Builder x = Element.of("x", Muc.USER);
        if (whois != 0) {
            x.child(StatusCode.element(whois));
        }
        if (logging != 0) {
            x.child(StatusCode.element(logging));
        }
        if (changedOtherwise(before, after)) {
            x.child(StatusCode.element(StatusCode.CONFIG_CHANGED));
        }
        Room room = draft.room();
        Message message = Message.of(Message.Type.GROUPCHAT, room.address(), null, x.build());
        draft.say(new RoomEffect.Tell(new Copy(message), room.occupants(), Role.VISITOR));
    }

    /** In a room that has become non-anonymous those who stay are shown the others' addresses. */
    private static void showAddresses(Draft draft, RoomConfig before, RoomConfig after) {
        if (Whois.changeCode(before, after) == StatusCode.NOW_NON_ANONYMOUS) {
            Room room = draft.room();
            for (Occupant occupant : room.occupants().list()) {
                if (!occupant.isModerator()) {
                    for (Seat seat : occupant.seats()) {
                        draft.say(
                                new RoomEffect.Welcome(
                                        seat.address(),
                                        room.occupants(),
                                        true,
                                        room.config(PresenceBroadcast.ROLES),
                                        occupant.nick()));
                    }
                }
            }
        }
    }

    /** Something changed that is not about privacy, status 104. */
    static RoomEffect changed(Room room) {
        Element x =
                Element.of("x", Muc.USER)
                        .child(StatusCode.element(StatusCode.CONFIG_CHANGED))
                        .build();
        Message message = Message.of(Message.Type.GROUPCHAT, room.address(), null, x);
        return new RoomEffect.Tell(new Copy(message), room.occupants(), Role.VISITOR);
    }

    private static boolean changedOtherwise(RoomConfig before, RoomConfig after) {
        for (ConfigField<?> field : FIELDS) {
            if (field != Whois.WHOIS
                    && field != Logging.PUBLICLY
                    && after.differsIn(field, before)) {
                return true;
            }
        }
        return false;
    }
}
