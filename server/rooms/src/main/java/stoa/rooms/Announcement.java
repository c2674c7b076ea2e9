package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;

/**
 * Builds what a room says of an occupant: presence with {@code muc#user} (section 7.2.4), in the
 * variants for those who may see real addresses, those who may not, and the occupant itself.
 */
final class Announcement {
    private final Room room;
    private final Occupant who;
    private Presence.Type type = Presence.Type.AVAILABLE;
    private List<Element> payloads;
    private Role role;
    private Occupants to;
    private final List<Integer> codes = new ArrayList<>(2);
    private final List<Integer> ownCodes = new ArrayList<>(4);
    private @Nullable FullJid ownSession;
    private @Nullable String answered;
    private @Nullable String newNick;
    private @Nullable String actor;
    private @Nullable String reason;
    private @Nullable Element extension;
    private @Nullable Element ownWord;
    private boolean othersHear;
    private boolean othersSeeLeaving;

    private Announcement(Room room, Occupant who) {
        this.room = room;
        this.who = who;
        this.payloads = who.front().presence();
        this.role = who.role();
        this.to = room.occupants();
        this.othersHear = room.config(PresenceBroadcast.ROLES).includes(who.role());
    }

    /** The occupant as it is, to everybody in the room. */
    static Announcement of(Room room, Occupant who) {
        return new Announcement(room, who);
    }

    /** Unavailable; the role is none unless the occupant comes back under another nick. */
    Announcement unavailable(List<Element> lastPresence) {
        type = Presence.Type.UNAVAILABLE;
        payloads = lastPresence;
        role = Role.NONE;
        return this;
    }

    /** To these instead of those in the room now. */
    Announcement to(Occupants audience) {
        to = audience;
        return this;
    }

    Announcement code(int code) {
        codes.add(code);
        return this;
    }

    /** A code for one of the occupant's own sessions only. */
    Announcement own(FullJid session, int code) {
        ownSession = session;
        ownCodes.add(code);
        return this;
    }

    Announcement own(FullJid session) {
        ownSession = session;
        return this;
    }

    /**
     * What the session that asked hears answers its stanza and has that id (RFC 6120 section
     * 8.1.3); the others hear it without.
     */
    Announcement answers(FullJid session, @Nullable String id) {
        ownSession = session;
        answered = id;
        return this;
    }

    Announcement becoming(String nick) {
        newNick = nick;
        role = who.role();
        return this;
    }

    Announcement by(Cause cause) {
        actor = cause.actor();
        reason = cause.reason();
        extension = cause.version();
        return this;
    }

    /** A word of the room for one of the occupant's own sessions only. */
    Announcement own(FullJid session, Element roomsWord) {
        ownSession = session;
        ownWord = roomsWord;
        return this;
    }

    Announcement with(Element roomsWord) {
        extension = roomsWord;
        return this;
    }

    /** The others see the occupant leave, as its presence is no longer broadcast. */
    Announcement othersSeeLeaving() {
        othersHear = true;
        othersSeeLeaving = true;
        return this;
    }

    RoomEffect.Announce build() {
        boolean allSee = Whois.everybodySees(room);
        Copy closed = allSee ? null : new Copy(others(false));
        Copy open = new Copy(others(true));
        Copy self = new Copy(presence(type, payloads, role, true, true, false));
        Copy own =
                ownCodes.isEmpty() && answered == null && ownWord == null
                        ? self
                        : new Copy(presence(type, payloads, role, true, true, true));
        return new RoomEffect.Announce(
                to,
                allSee,
                open,
                closed == null ? open : closed,
                othersHear,
                who.nick(),
                self,
                ownSession,
                own);
    }

    /** Only to one session of the occupant. */
    RoomEffect onlyTo(FullJid session) {
        return new RoomEffect.Say(presence(type, payloads, role, true, true, true).withTo(session));
    }

    private Presence others(boolean withRealAddress) {
        return othersSeeLeaving
                ? presence(
                        Presence.Type.UNAVAILABLE,
                        List.of(),
                        Role.NONE,
                        withRealAddress,
                        false,
                        false)
                : presence(type, payloads, role, withRealAddress, false, false);
    }

    private Presence presence(
            Presence.Type shownType,
            List<Element> said,
            Role shownRole,
            boolean withRealAddress,
            boolean toSelf,
            boolean toOwnSession) {
        Element.Builder item =
                Element.of("item", Muc.USER)
                        .attribute("affiliation", Standing.text(who.affiliation()))
                        .attribute("role", shownRole.text())
                        .attribute("jid", withRealAddress ? who.front().address().toString() : null)
                        .attribute("nick", newNick);
        if (actor != null) {
            item.child(Element.of("actor", Muc.USER).attribute("nick", actor).build());
        }
        item.child("reason", reason);
        Element.Builder x = Element.of("x", Muc.USER).child(item.build()).childIf(extension);
        codes.forEach(code -> x.child(StatusCode.element(code)));
        if (toOwnSession) {
            x.childIf(ownWord);
            ownCodes.forEach(code -> x.child(StatusCode.element(code)));
        }
        if (toSelf) {
            x.child(StatusCode.element(StatusCode.SELF));
        }
        return stanza(who, shownType, toOwnSession ? answered : null, said, x.build());
    }

    /** An occupant's presence as it is, for a newcomer. */
    static Presence presence(Occupant who, boolean withRealAddress) {
        Element item =
                Element.of("item", Muc.USER)
                        .attribute("affiliation", Standing.text(who.affiliation()))
                        .attribute("role", who.role().text())
                        .attribute("jid", withRealAddress ? who.front().address().toString() : null)
                        .build();
        Element x = Element.of("x", Muc.USER).child(item).build();
        return stanza(who, Presence.Type.AVAILABLE, null, who.front().presence(), x);
    }

    private static Presence stanza(
            Occupant who, Presence.Type type, @Nullable String id, List<Element> said, Element x) {
        List<Element> all = new ArrayList<>(said.size() + 3);
        all.addAll(said);
        Element hats = type == Presence.Type.AVAILABLE ? Hats.element(who) : null;
        if (hats != null) {
            all.add(hats);
        }
        all.add(OccupantId.element(who));
        all.add(x);
        return new Presence(who.address(), null, type, id, null, all);
    }
}
