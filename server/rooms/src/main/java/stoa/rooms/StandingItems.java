package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Reads the items of a muc#admin request: all change roles, by nick, or all affiliations, by
 * address; both at once is not allowed (section 9).
 */
final class StandingItems {
    private StandingItems() {}

    static Reading read(Iq iq, Jid from, List<Element> items) {
        boolean roles = items.getFirst().attribute("role") != null;
        if (!roles) {
            return affiliations(iq, from, items);
        }
        return from instanceof FullJid session
                ? roles(iq, session, items)
                : Reading.refuse(Condition.FORBIDDEN); // only occupants are moderators
    }

    private static Reading roles(Iq iq, FullJid from, List<Element> items) {
        List<RoomCommand.RoleItem> changes = new ArrayList<>(items.size());
        for (Element item : items) {
            Role role = Role.of(item.attribute("role"));
            String nick = item.attribute("nick");
            if (role == null || nick == null || item.attribute("affiliation") != null) {
                return Reading.refuse(Condition.BAD_REQUEST);
            }
            changes.add(new RoomCommand.RoleItem(Reading.nick(iq.to(), nick), role, reason(item)));
        }
        return Reading.of(new RoomCommand.ChangeRoles(from, changes, iq));
    }

    private static Reading affiliations(Iq iq, Jid from, List<Element> items) {
        List<RoomCommand.AffiliationItem> changes = new ArrayList<>(items.size());
        for (Element item : items) {
            Affiliation affiliation = Standing.of(item.attribute("affiliation"));
            String address = item.attribute("jid");
            String nick = item.attribute("nick");
            boolean whole =
                    affiliation != null
                            && item.attribute("role") == null
                            && (address != null || nick != null);
            if (!whole) {
                return Reading.refuse(Condition.BAD_REQUEST);
            }
            Jid who = address == null ? null : Reading.address(address);
            if (address != null && who == null) {
                return Reading.refuse(Condition.JID_MALFORMED);
            }
            changes.add(
                    new RoomCommand.AffiliationItem(
                            who,
                            nick == null ? null : Reading.nick(iq.to(), nick),
                            affiliation,
                            reason(item)));
        }
        return Reading.of(new RoomCommand.ChangeAffiliations(from, changes, iq));
    }

    private static @Nullable String reason(Element item) {
        String reason = item.childText("reason");
        return reason == null || reason.isEmpty() ? null : reason;
    }
}
