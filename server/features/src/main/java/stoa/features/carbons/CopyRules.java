package stoa.features.carbons;

import java.util.Set;
import stoa.core.hook.ProcessingHints;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** Which messages are copied: urn:xmpp:carbons:rules:0, XEP-0280 section 6.1. Pure. */
final class CopyRules {
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    /** A normal message without a body is copied for one of these. */
    private static final Set<String> CONVERSATION =
            Set.of(
                    "urn:xmpp:receipts",
                    "urn:xmpp:chat-markers:0",
                    "http://jabber.org/protocol/chatstates",
                    "urn:xmpp:reactions:0",
                    "urn:xmpp:message-retract:1",
                    "urn:xmpp:message-correct:0",
                    "urn:xmpp:jingle-message:0");

    private CopyRules() {}

    static boolean isCopied(Message message) {
        if (isKeptBack(message)) {
            return false;
        }
        return switch (message.type()) {
            case CHAT -> true;
            case NORMAL ->
                    message.has("body", Message.CLIENT)
                            || message.payloads().stream()
                                    .map(Element::namespace)
                                    .anyMatch(CONVERSATION::contains);
            case GROUPCHAT, HEADLINE, ERROR -> false;
        };
    }

    /**
     * What the sender wants nobody else to see, what is a carbon itself, and what is said through a
     * room.
     */
    private static boolean isKeptBack(Message message) {
        if (ProcessingHints.forbidCopies(message)) {
            return true;
        }
        for (Element payload : message.payloads()) {
            boolean carbon =
                    payload.namespace().equals(Carbons.NAMESPACE); // private, sent or received
            if (carbon || payload.is("x", MUC_USER)) {
                return true;
            }
        }
        return false;
    }
}
