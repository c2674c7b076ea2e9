package stoa.accounts;

import java.util.Set;
import stoa.core.hook.ProcessingHints;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * Which messages between people are stored (XEP-0313 section 5.1.1): every {@code chat} or {@code
 * normal} one that says something, now or to the history. What only shows a passing state
 * (XEP-0085) is not; {@code headline}, {@code error} and {@code groupchat} never are (rooms keep
 * their own).
 *
 * <p>History is always on: {@code no-store} and {@code no-permanent-store} (XEP-0334) keep out only
 * what has no body.
 */
public final class ArchiveRules {
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    /** Payloads that belong into the history without a body, by namespace. */
    private static final Set<String> LASTING =
            Set.of(
                    "urn:xmpp:message-correct:0",
                    "urn:xmpp:reactions:0",
                    "urn:xmpp:message-retract:0",
                    "urn:xmpp:message-retract:1",
                    "urn:xmpp:message-moderate:0",
                    "urn:xmpp:message-moderate:1",
                    "urn:xmpp:fasten:0",
                    "urn:xmpp:message-attaching:1",
                    "urn:xmpp:jingle-message:0",
                    "urn:xmpp:call-invites:0",
                    "urn:xmpp:sfs:0",
                    "urn:xmpp:openpgp:0",
                    "urn:xmpp:omemo:2",
                    "eu.siacs.conversations.axolotl",
                    "jabber:x:encrypted",
                    "jabber:x:oob",
                    "jabber:x:conference",
                    MUC_USER);

    private ArchiveRules() {}

    public static boolean isStored(Message message) {
        if (message.type() != Message.Type.CHAT && message.type() != Message.Type.NORMAL) {
            return false;
        }
        if (isLine(message)) {
            return true;
        }
        return !ProcessingHints.keepOut(message)
                && (ProcessingHints.wantKept(message)
                        || message.payloads().stream().anyMatch(ArchiveRules::isLasting));
    }

    /** Whether it is a line of talk, as people count them. */
    public static boolean isLine(Message message) {
        return message.has("body", Message.CLIENT);
    }

    /**
     * Whether it shows a passing state (XEP-0085) and says nothing: nobody is told when such a one
     * comes too late.
     */
    static boolean isPassing(Message message) {
        return !isLine(message)
                && message.payloads().stream()
                        .anyMatch(payload -> payload.namespace().equals(CHAT_STATES));
    }

    /**
     * Whether it is between the occupants of a room (XEP-0045 section 7.5), which is said in the
     * message only.
     */
    static boolean isToOccupant(Message message) {
        Element user = message.payload("x", MUC_USER);
        return user != null && user.firstChild() == null;
    }

    private static boolean isLasting(Element payload) {
        return switch (payload.namespace()) {
            case "urn:xmpp:receipts" -> payload.name().equals("received");
            case "urn:xmpp:chat-markers:0" -> !payload.name().equals("markable");
            case Message.CLIENT -> payload.name().equals("subject");
            default -> LASTING.contains(payload.namespace());
        };
    }
}
