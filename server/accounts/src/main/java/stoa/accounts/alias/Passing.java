package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stoa.core.hook.StanzaIds;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * What of a message passes an alias. Only what is known to name nobody: neither side is to learn
 * the other's devices, nor who asks the real address of who answers. What is not known stays with
 * who sent it.
 */
final class Passing {
    static final String RECEIPTS = "urn:xmpp:receipts";
    static final String MARKERS = "urn:xmpp:chat-markers:0";
    private static final String REPLY = "urn:xmpp:reply:0";

    private static final Set<String> NAMESPACES =
            Set.of(
                    "http://jabber.org/protocol/xhtml-im",
                    "http://jabber.org/protocol/chatstates",
                    RECEIPTS,
                    MARKERS,
                    "urn:xmpp:message-correct:0",
                    "urn:xmpp:message-retract:0",
                    "urn:xmpp:message-retract:1",
                    "urn:xmpp:fasten:0",
                    "urn:xmpp:reactions:0",
                    REPLY,
                    "urn:xmpp:fallback:0",
                    "urn:xmpp:hints",
                    "urn:xmpp:styling:0",
                    "urn:xmpp:spoiler:0",
                    "urn:xmpp:sfs:0",
                    "jabber:x:oob");

    private static final Set<String> ENCRYPTED =
            Set.of(
                    "eu.siacs.conversations.axolotl",
                    "urn:xmpp:omemo:1",
                    "urn:xmpp:omemo:2",
                    "urn:xmpp:openpgp:0",
                    "jabber:x:encrypted");

    private Passing() {}

    /** Whether it is for one reader's keys only; an alias has none. */
    static boolean isEncrypted(Message message) {
        return message.payloads().stream()
                .anyMatch(payload -> ENCRYPTED.contains(payload.namespace()));
    }

    /** The payloads that pass. */
    static List<Element> of(Message message) {
        List<Element> passing = new ArrayList<>();
        for (Element payload : message.payloads()) {
            if (payload.namespace().equals(REPLY)) {
                passing.add(payload.withAttribute("to", null)); // XEP-0461: whom it answers
            } else if (payload.namespace().equals(Message.CLIENT)
                    || NAMESPACES.contains(payload.namespace())
                    || payload.is("origin-id", StanzaIds.NAMESPACE)) {
                passing.add(payload);
            }
        }
        return passing;
    }

    /** Without the request for a receipt: the alias itself has given it (XEP-0184). */
    static List<Element> withoutRequest(List<Element> payloads) {
        return payloads.stream().filter(payload -> !payload.is("request", RECEIPTS)).toList();
    }
}
