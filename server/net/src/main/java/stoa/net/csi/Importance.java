package stoa.net.csi;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Which stanzas can wait until somebody looks (XEP-0352 section 3.2): presence, and messages that
 * hold nothing but a chat state (XEP-0085), copies of them (XEP-0280) too. Of these only the newest
 * of a sender is worth anything, but for presence in which a room says what happened: nothing takes
 * its place, nor that of what stands before it. All else is important. Pure.
 */
final class Importance {
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    /** What may stand beside a chat state without anybody reading it. */
    private static final Set<String> BESIDE =
            Set.of("urn:xmpp:hints", "urn:xmpp:sid:0", "urn:xmpp:occupant-id:0", MUC_USER);

    private Importance() {}

    /**
     * Null when it is important; else the key of those of which only the newest is worth anything,
     * unless it {@linkplain #isRoomEvent says what happened}.
     */
    static @Nullable String mayWaitAs(Outgoing outgoing) {
        EncodedStanza encoded = outgoing.encoded();
        if (encoded == null) {
            return mayWaitAs(outgoing.stanza());
        }
        if (encoded.isNamed("presence")) {
            String type = encoded.writtenAttribute("type");
            return type == null || type.equals("unavailable")
                    ? presence(encoded.writtenAttribute("from"))
                    : null;
        }
        boolean mayWait =
                encoded.isNamed("message")
                        && outgoing.archiveId() == 0
                        && encoded.mentions(CHAT_STATES);
        return mayWait ? mayWaitAs(outgoing.read()) : null;
    }

    private static @Nullable String mayWaitAs(@Nullable Stanza stanza) {
        return switch (stanza) {
            case null -> null;
            case Presence presence ->
                    switch (presence.type()) {
                        case AVAILABLE, UNAVAILABLE -> presence(written(presence.from()));
                        case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED, PROBE, ERROR -> null;
                    };
            case Message message -> message(message);
            case Iq iq -> null;
        };
    }

    private static @Nullable String presence(@Nullable String from) {
        return from == null ? null : "presence " + from;
    }

    /** An address as it is written in a stanza that was encoded for many. */
    private static @Nullable String written(@Nullable Jid address) {
        return address == null
                ? null
                : new String(EncodedStanza.address(address.toString()), StandardCharsets.UTF_8);
    }

    /**
     * The key under which presence of the stanza's sender is replaced; null when nobody sent it.
     */
    static @Nullable String presenceOfSender(Outgoing outgoing) {
        EncodedStanza encoded = outgoing.encoded();
        Stanza stanza = outgoing.stanza();
        return presence(
                encoded != null
                        ? encoded.writtenAttribute("from")
                        : stanza == null ? null : written(stanza.from()));
    }

    /** Whether it is a room's presence with a status code (XEP-0045 section 15.6). */
    static boolean isRoomEvent(Outgoing outgoing) {
        EncodedStanza encoded = outgoing.encoded();
        if (encoded != null) {
            return encoded.isNamed("presence") && encoded.mentions("<status code=");
        }
        Element user =
                outgoing.stanza() instanceof Presence presence
                        ? presence.payload("x", MUC_USER)
                        : null;
        return user != null && user.child("status", MUC_USER) != null;
    }

    private static @Nullable String message(Message message) {
        if (message.isError()) {
            return null;
        }
        for (String direction : new String[] {"sent", "received"}) {
            Element copy = message.payload(direction, CARBONS);
            Element forwarded = copy == null ? null : copy.child("forwarded", FORWARD);
            Element inner = forwarded == null ? null : forwarded.child("message", Stanza.CLIENT);
            if (inner != null) {
                return message.payloads().size() == 1 && isChatStateAlone(inner.elements().toList())
                        ? "%s %s %s"
                                .formatted(
                                        direction, inner.attribute("from"), inner.attribute("to"))
                        : null;
            }
        }
        return isChatStateAlone(message.payloads())
                ? message.type().name().toLowerCase(Locale.ROOT) + " " + text(message.from())
                : null;
    }

    private static boolean isChatStateAlone(Iterable<Element> payloads) {
        boolean any = false;
        for (Element payload : payloads) {
            if (payload.namespace().equals(CHAT_STATES)) {
                any = true;
            } else if (!payload.is("thread", Stanza.CLIENT)
                    && !(BESIDE.contains(payload.namespace()) && payload.firstChild() == null)) {
                return false;
            }
        }
        return any;
    }

    private static String text(@Nullable Object address) {
        return Objects.toString(address, "");
    }
}
