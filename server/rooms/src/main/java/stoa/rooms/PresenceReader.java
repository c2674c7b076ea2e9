package stoa.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Reads presence to a room or an occupant's address, section 7.1. */
final class PresenceReader {
    private PresenceReader() {}

    static Reading read(Presence presence, FullJid from, @Nullable String nick, Instant now) {
        return switch (presence.type()) {
            case AVAILABLE ->
                    nick == null
                            ? Reading.refuse(Condition.JID_MALFORMED, "A nick is needed to enter.")
                            : enter(presence, from, nick, now);
            case UNAVAILABLE -> Reading.of(new RoomCommand.Leave(from, presence));
            case PROBE -> Reading.of(new RoomCommand.Probe(from, nick, presence));
            case ERROR ->
                    Reading.of(
                            new RoomCommand.Bounced(
                                    from, nick, ErrorReader.condition(presence), presence));
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> Reading.NOTHING;
        };
    }

    private static Reading enter(Presence presence, FullJid from, String nick, Instant now) {
        Element join = presence.payload(Muc.JOIN.local(), Muc.JOIN.namespace());
        RoomCommand.Entry entry =
                join == null
                        ? null
                        : new RoomCommand.Entry(
                                join.childText("password"),
                                History.Request.read(join, now),
                                AffiliationVersions.Asked.read(join));
        String stripped = nick.strip();
        return Reading.of(
                new RoomCommand.Enter(from, stripped, !stripped.equals(nick), entry, presence));
    }
}
