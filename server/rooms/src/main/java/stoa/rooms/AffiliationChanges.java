package stoa.rooms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Affiliations: banning (section 9.1), members (9.3 to 9.5), owners (10.3 to 10.5), admins (10.6 to
 * 10.8). What an affiliation allows takes effect at once on those present: outcasts are removed
 * (status 301), in a members-only room also who is no member any more (321), and roles follow. A
 * request is carried out as a whole or not at all.
 */
final class AffiliationChanges {
    private AffiliationChanges() {}

    static Decision<RoomEvent, RoomEffect> change(
            Room room, RoomCommand.ChangeAffiliations command, Turn turn) {
        Affiliation actor = room.affiliation(command.from());
        if (!Locked.isThereFor(room, command.from())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        if (!Standing.isAdmin(actor)) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only admins and owners may do this.");
        }
        if (command.items().size() > turn.rules().items()) {
            return Answer.refuse(command.stanza(), Roles.TOO_MANY);
        }
        Map<Jid, AffiliationEntry> entries = new LinkedHashMap<>();
        for (RoomCommand.AffiliationItem item : command.items()) {
            Jid who = whoIs(room, item);
            if (who == null) {
                return Answer.refuse(
                        command.stanza(),
                        Condition.ITEM_NOT_FOUND,
                        "Nobody of that nick is in this room.");
            }
            StanzaError refusal = refusal(room, command.from().bare(), actor, who, item);
            if (refusal == null) {
                refusal = nickRefusal(room, who, item, turn);
            }
            if (refusal == null) {
                refusal = Reasons.refusal(item.reason(), turn);
            }
            if (refusal != null) {
                return Answer.refuse(command.stanza(), refusal);
            }
            AffiliationEntry entry = entry(room, who, item);
            entries.put(entry.who(), entry);
        }
        List<AffiliationEntry> all = List.copyOf(entries.values());
        StanzaError refusal = sharesNick(all) ? Nicks.TAKEN : refusal(room, all, turn);
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Draft draft = new Draft(room);
        apply(draft, all, command.from(), nickOf(room, command.from()), turn);
        Invitations.toNewMembers(draft, command.from(), room);
        return Roles.finish(draft, command.stanza());
    }

    private static @Nullable Jid whoIs(Room room, RoomCommand.AffiliationItem item) {
        if (item.who() != null) {
            return item.who().bare();
        }
        Occupant occupant = item.nick() == null ? null : room.occupants().byNick(item.nick());
        return occupant == null ? null : occupant.account();
    }

    private static @Nullable String nickOf(Room room, Jid actor) {
        Occupant occupant = room.occupants().byAccount(actor.bare());
        return occupant == null ? null : occupant.nick();
    }

    /** The nick that the item reserves, section 9.3; null when it says nothing of that. */
    private static @Nullable String reserved(RoomCommand.AffiliationItem item) {
        return item.who() == null || !Standing.isMember(item.affiliation()) ? null : item.nick();
    }

    private static @Nullable StanzaError nickRefusal(
            Room room, Jid who, RoomCommand.AffiliationItem item, Turn turn) {
        String nick = reserved(item);
        return nick == null || nick.isEmpty() || nick.equals(room.affiliations().nickOf(who))
                ? null
                : Registration.nickRefusal(room, nick, who.bare(), turn);
    }

    private static boolean sharesNick(List<AffiliationEntry> entries) {
        Set<String> nicks = new HashSet<>();
        for (AffiliationEntry entry : entries) {
            if (entry.nick() != null && !nicks.add(entry.nick())) {
                return true;
            }
        }
        return false;
    }

    /** A member keeps its nick unless the item has another, or an empty one (section 9.5). */
    private static AffiliationEntry entry(Room room, Jid who, RoomCommand.AffiliationItem item) {
        String nick = reserved(item);
        if (nick == null && Standing.isMember(item.affiliation())) {
            nick = room.affiliations().nickOf(who);
        }
        return new AffiliationEntry(
                who,
                item.affiliation(),
                nick == null || nick.isEmpty() ? null : nick,
                item.reason());
    }

    /**
     * Who may do what to whom, section 5.2.2, table 5. An admin may not ban those above or beside
     * (not-allowed, section 9.1), and neither make nor unmake admins and owners (forbidden,
     * sections 10.3 to 10.8).
     */
    private static @Nullable StanzaError refusal(
            Room room,
            Jid actorAccount,
            Affiliation actor,
            Jid who,
            RoomCommand.AffiliationItem item) {
        Affiliation before = room.affiliation(who);
        if (item.affiliation() == Affiliation.OUTCAST && who.bare().equals(actorAccount)) {
            return Condition.CONFLICT.error("You cannot ban yourself.");
        }
        if (actor == Affiliation.OWNER) {
            return null;
        }
        if (item.affiliation() == before
                || (!Standing.isAdmin(item.affiliation()) && !Standing.isAdmin(before))) {
            return null;
        }
        return item.affiliation() == Affiliation.OUTCAST
                ? Condition.NOT_ALLOWED.error("This person stands above you or beside you.")
                : Condition.FORBIDDEN.error("Only owners make and unmake admins and owners.");
    }

    /** What no change may do to a room: leave it without owner, or make its lists endless. */
    static @Nullable StanzaError refusal(Room room, List<AffiliationEntry> entries, Turn turn) {
        Affiliations after = room.affiliations().with(entries);
        if (after.owners() == 0) {
            return Condition.CONFLICT.error("A room needs an owner.");
        }
        return after.size() > turn.rules().entries() && after.size() > room.affiliations().size()
                ? Condition.RESOURCE_CONSTRAINT.error("The lists of this room are full.")
                : null;
    }

    /**
     * Records the entries and lets them take effect on those present. What is told of each says
     * from which version of the lists to which it leads (XEP-0463), and they are told in that
     * order. Who is not inside is told too.
     *
     * @param by who changes them
     * @param actor their nick, as those inside are told it
     */
    static void apply(
            Draft draft,
            List<AffiliationEntry> entries,
            Jid by,
            @Nullable String actor,
            Turn turn) {
        Room before = draft.room();
        List<AffiliationEntry> changed = new ArrayList<>(entries.size());
        for (AffiliationEntry entry : entries) {
            AffiliationEntry known = before.affiliations().entry(entry.who());
            boolean same =
                    known == null ? entry.affiliation() == Affiliation.NONE : known.equals(entry);
            if (!same) {
                changed.add(entry);
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        draft.record(new RoomEvent.AffiliationsChanged(changed));
        Set<Jid> addresses = new HashSet<>();
        changed.forEach(entry -> addresses.add(entry.who()));
        Map<Jid, List<Occupant>> present = new HashMap<>();
        for (Occupant occupant : before.occupants().list()) {
            Jid own = occupant.account();
            Jid named = addresses.contains(own) ? own : DomainJid.of(own.domain());
            present.computeIfAbsent(named, who -> new ArrayList<>()).add(occupant);
        }
        ListVersion version = before.affiliations().version();
        for (AffiliationEntry entry : changed) {
            ListVersion next = before.affiliations().after(version, entry);
            Element step = AffiliationVersions.step(before, version, next, turn);
            tell(
                    draft,
                    entry,
                    present.getOrDefault(entry.who(), List.of()),
                    new Cause(actor, entry.reason(), step));
            AffiliationNotices.tell(draft, before, entry, by);
            version = next;
        }
        if (!draft.room().config(Hidden.PUBLIC) && draft.room().isOpen()) {
            draft.say(new RoomEffect.Enlist(Listing.of(draft.room())));
        }
    }

    private static void tell(
            Draft draft, AffiliationEntry entry, List<Occupant> present, Cause cause) {
        Cause first = cause;
        for (Occupant occupant : present) {
            Occupant now = draft.room().occupants().byNick(occupant.nick());
            if (now != null && now.affiliation() != occupant.affiliation()) {
                takeEffect(draft, occupant, now, first);
                first = Cause.of(cause.actor(), cause.reason()); // one change is one step
            }
        }
        if (present.isEmpty() && draft.room().isOpen()) {
            tellOfAbsent(draft, entry, cause.version());
        }
    }

    private static void takeEffect(Draft draft, Occupant before, Occupant now, Cause cause) {
        Room room = draft.room();
        if (now.affiliation() == Affiliation.OUTCAST) {
            Leaving.remove(draft, now, StatusCode.BANNED, "banned", cause);
        } else if (room.config(MembersOnly.MEMBERS_ONLY) && !Standing.isMember(now.affiliation())) {
            Leaving.remove(draft, now, StatusCode.AFFILIATION_CHANGED, "no-member", cause);
        } else {
            Role role =
                    Roles.after(
                            before.affiliation(),
                            now.affiliation(),
                            now.role(),
                            room.config(Moderated.MODERATED));
            if (role == now.role()) {
                Roles.show(draft, now, cause);
            } else {
                Roles.give(draft, now, role, cause);
            }
        }
    }

    /** Those who may see real addresses hear of people who are not in the room. */
    private static void tellOfAbsent(
            Draft draft, AffiliationEntry entry, @Nullable Element version) {
        Room room = draft.room();
        Element item =
                Element.of("item", Muc.USER)
                        .attribute("affiliation", Standing.text(entry.affiliation()))
                        .attribute("jid", entry.who().toString())
                        .attribute("role", Role.NONE.text())
                        .build();
        Message message =
                Message.of(
                        Message.Type.NORMAL,
                        room.address(),
                        null,
                        Element.of("x", Muc.USER).childIf(version).child(item).build());
        draft.say(
                new RoomEffect.Tell(
                        new Copy(message),
                        room.occupants(),
                        Whois.everybodySees(room) ? Role.VISITOR : Role.MODERATOR));
    }
}
