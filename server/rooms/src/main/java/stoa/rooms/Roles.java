package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Roles: kicking (section 8.2), giving and taking voice (8.3, 8.4), making moderators (9.6, 9.7),
 * and the lists of who has which (8.5, 9.8). A request is carried out as a whole or not at all.
 */
final class Roles {
    static final StanzaError TOO_MANY =
            Condition.POLICY_VIOLATION.error("These are too many changes for one request.");

    private Roles() {}

    static Decision<RoomEvent, RoomEffect> list(Room room, RoomCommand.ListRole command) {
        Occupant asker = room.occupant(command.from());
        if (asker == null || !asker.isModerator()) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only moderators see this list.");
        }
        Element.Builder query = Element.of("query", Muc.ADMIN);
        for (Occupant occupant : room.occupants().list()) {
            if (occupant.role() == command.role()) {
                query.child(
                        Element.of("item", Muc.ADMIN)
                                .attribute("affiliation", Standing.text(occupant.affiliation()))
                                .attribute("jid", occupant.front().address().toString())
                                .attribute("nick", occupant.nick())
                                .attribute("role", occupant.role().text())
                                .build());
            }
        }
        return Answer.result(command.stanza(), query.build());
    }

    static Decision<RoomEvent, RoomEffect> change(
            Room room, RoomCommand.ChangeRoles command, Turn turn) {
        Occupant actor = room.occupant(command.from());
        if (actor == null || !actor.isModerator()) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only moderators may do this.");
        }
        if (command.items().size() > turn.rules().items()) {
            return Answer.refuse(command.stanza(), TOO_MANY);
        }
        for (RoomCommand.RoleItem item : command.items()) {
            StanzaError refusal = refusal(room, actor, item);
            if (refusal == null) {
                refusal = Reasons.refusal(item.reason(), turn);
            }
            if (refusal != null) {
                return Answer.refuse(command.stanza(), refusal);
            }
        }
        Draft draft = new Draft(room);
        for (RoomCommand.RoleItem item : command.items()) {
            Occupant who = draft.room().occupants().byNick(item.nick());
            if (who == null) {
                continue; // named twice, and kicked by the first
            }
            if (item.role() == Role.NONE) {
                Leaving.remove(
                        draft,
                        who,
                        StatusCode.KICKED,
                        "kicked",
                        Cause.of(actor.nick(), item.reason()));
            } else {
                give(draft, who, item.role(), Cause.of(actor.nick(), item.reason()));
            }
        }
        return finish(draft, command.stanza());
    }

    /** Ends a request: who asked hears the result after everybody has heard what it did. */
    static Decision<RoomEvent, RoomEffect> finish(Draft draft, Iq request) {
        Decision<RoomEvent, RoomEffect> decision = Leaving.finish(draft);
        return new Decision<>(decision.events(), decision.effects(), true)
                .then(List.of(new RoomEffect.Say(request.result())));
    }

    /** Gives a role and tells everybody, if it is another one. */
    static void give(Draft draft, Occupant who, Role role, Cause cause) {
        if (who.role() != role) {
            draft.record(new RoomEvent.RoleChanged(who.nick(), who.account(), role));
            show(draft, who, cause);
        }
    }

    /** Tells everybody of an occupant whose role or affiliation was changed. */
    static void show(Draft draft, Occupant before, Cause cause) {
        Room room = draft.room();
        Occupant now = room.occupants().byNick(before.nick());
        if (now == null) {
            return;
        }
        PresenceBroadcast.Roles shown = room.config(PresenceBroadcast.ROLES);
        Announcement announcement = Announcement.of(room, now).by(cause);
        if (shown.includes(before.role()) && !shown.includes(now.role())) {
            announcement.othersSeeLeaving();
        }
        draft.say(announcement.build());
        boolean learnsAddresses =
                now.isModerator() && !before.isModerator() && !Whois.everybodySees(room);
        if (learnsAddresses) {
            for (Seat seat : now.seats()) {
                draft.say(
                        new RoomEffect.Welcome(
                                seat.address(), room.occupants(), true, shown, now.nick()));
            }
        }
    }

    private static @Nullable StanzaError refusal(
            Room room, Occupant actor, RoomCommand.RoleItem item) {
        Occupant who = room.occupants().byNick(item.nick());
        if (who == null) {
            return Condition.ITEM_NOT_FOUND.error("Nobody of that nick is in this room.");
        }
        if (item.role() == who.role()) {
            return null;
        }
        if (item.role() == Role.MODERATOR) {
            return Standing.isAdmin(actor.affiliation())
                    ? null
                    : Condition.FORBIDDEN.error("Only admins make moderators.");
        }
        if (Standing.isAbove(who.affiliation(), actor.affiliation())) {
            return Condition.NOT_ALLOWED.error("This person stands above you.");
        }
        if (item.role() == Role.NONE) {
            return null;
        }
        if (Standing.isAdmin(who.affiliation())) {
            return Condition.NOT_ALLOWED.error("Admins and owners stay moderators.");
        }
        return who.isModerator() && !Standing.isAdmin(actor.affiliation())
                ? Condition.FORBIDDEN.error("Only admins take moderators' role.")
                : null;
    }

    /**
     * The role after a change of affiliation, sections 9.1 to 10.8: what the new standing gives
     * when that is more; what it gives, too, when the old role was owed to the old standing.
     */
    static Role after(Affiliation before, Affiliation after, Role role, boolean moderated) {
        Role given = Standing.entryRole(after, moderated);
        if (given.atLeast(role)) {
            return given;
        }
        boolean owed = Standing.entryRole(before, moderated) == role;
        return owed ? given : role;
    }
}
