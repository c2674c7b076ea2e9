package stoa.features.push;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.StanzaIds;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.xml.Element;

/**
 * Which stanzas somebody wants to know of who is not looking: messages that say something, openly
 * or encrypted, invitations, calls, and requests to see presence. Not errors, headlines, what the
 * account has said itself, a room's history, and what only programs read. Pure.
 */
final class WorthTelling {
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    private static final String CONFERENCE = "jabber:x:conference";
    private static final String DELAY = "urn:xmpp:delay";

    /** OMEMO (XEP-0384), before and since its version 0.4, and OpenPGP (XEP-0373). */
    private static final Set<String> ENCRYPTED =
            Set.of("eu.siacs.conversations.axolotl", "urn:xmpp:omemo:2", "urn:xmpp:openpgp:0");

    private WorthTelling() {}

    /** What it says to the account's owner, or null when it can wait until somebody looks. */
    static @Nullable Unseen of(Stanza stanza, BareJid account) {
        return switch (stanza) {
            case Message message -> message(message, account);
            case Presence presence -> {
                Jid from = presence.from();
                yield presence.type() == Presence.Type.SUBSCRIBE && from != null
                        ? new Unseen(Unseen.Kind.SUBSCRIPTION_REQUEST, from.bare(), null, 0)
                        : null;
            }
            default -> null;
        };
    }

    private static @Nullable Unseen message(Message message, BareJid account) {
        Jid from = message.from();
        if (from == null || from.bare().equals(account)) {
            return copied(message, account);
        }
        Unseen.Kind kind =
                switch (message.type()) {
                    case CHAT, NORMAL -> kind(message);
                    case GROUPCHAT ->
                            speaks(message) && !message.has("delay", DELAY)
                                    ? Unseen.Kind.ROOM_MESSAGE
                                    : null;
                    case HEADLINE, ERROR -> null;
                };
        return kind == null
                ? null
                : new Unseen(
                        kind,
                        from,
                        isEncrypted(message) ? null : message.body(),
                        Math.max(0, StanzaIds.idBy(account, message)));
    }

    /** A copy (XEP-0280) of what another resource was sent; of what it has sent nothing is told. */
    private static @Nullable Unseen copied(Message message, BareJid account) {
        Element received = message.payload("received", CARBONS);
        Element forwarded = received == null ? null : received.child("forwarded", FORWARD);
        Element inner = forwarded == null ? null : forwarded.child("message", Stanza.CLIENT);
        return inner != null
                        && StanzaCodec.read(inner) instanceof StanzaCodec.Good(Message copied)
                        && copied.from() != null
                        && !copied.from().bare().equals(account)
                ? message(copied, account)
                : null;
    }

    private static Unseen.@Nullable Kind kind(Message message) {
        if (message.has("propose", "urn:xmpp:jingle-message:0")
                || message.has("invite", "urn:xmpp:call-invites:0")) {
            return Unseen.Kind.CALL;
        }
        return speaks(message) || invites(message) ? Unseen.Kind.MESSAGE : null;
    }

    private static boolean speaks(Message message) {
        return message.has("body", Stanza.CLIENT) || isEncrypted(message);
    }

    /** Into a room (XEP-0045 section 7.8, XEP-0249). */
    private static boolean invites(Message message) {
        Element user = message.payload("x", MUC_USER);
        return message.has("x", CONFERENCE)
                || (user != null && user.child("invite", MUC_USER) != null);
    }

    private static boolean isEncrypted(Message message) {
        for (Element payload : message.payloads()) {
            if (ENCRYPTED.contains(payload.namespace())) {
                return true;
            }
        }
        return false;
    }
}
