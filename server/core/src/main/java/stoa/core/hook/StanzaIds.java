package stoa.core.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/**
 * Unique and stable stanza ids, XEP-0359: the id an archive gave a message, and the one its sender
 * did.
 */
public final class StanzaIds {
    public static final String NAMESPACE = "urn:xmpp:sid:0";

    private StanzaIds() {}

    /** The element that says under which id a message stands in an archive. */
    public static Element of(BareJid archive, long id) {
        return Element.of("stanza-id", NAMESPACE)
                .attribute("by", archive.toString())
                .attribute("id", Long.toString(id))
                .build();
    }

    /** The same, encoded. */
    public static byte[] encoded(BareJid archive, long id) {
        return new XmlWriter(96)
                .raw("<stanza-id xmlns='urn:xmpp:sid:0'")
                .attribute("by", archive.toString())
                .raw(" id='")
                .raw(Long.toString(id))
                .raw("'/>")
                .toBytes();
    }

    /** The id that archive gave the message, or 0 when it carries none. */
    public static long idBy(BareJid archive, Message message) {
        for (Element payload : message.payloads()) {
            if (payload.is("stanza-id", NAMESPACE)
                    && archive.toString().equals(payload.attribute("by"))) {
                return number(payload.attribute("id"));
            }
        }
        return 0;
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /** The sender's own id for the message, or null. */
    public static @Nullable String originId(Message message) {
        Element origin = message.payload("origin-id", NAMESPACE);
        String id = origin == null ? null : origin.attribute("id");
        return id == null || id.isEmpty() ? null : id;
    }

    /**
     * The message without those stanza-ids that claim to be by an archive of ours (section 3, rule
     * 3: nobody else may speak in our name).
     *
     * @param ours whether an address is one that we assign ids for
     */
    public static Message withoutSpoofed(Message message, Predicate<Jid> ours) {
        List<Element> payloads = message.payloads();
        for (int i = 0; i < payloads.size(); i++) {
            if (isSpoofed(payloads.get(i), ours)) {
                List<Element> kept = new ArrayList<>(payloads);
                kept.removeIf(payload -> isSpoofed(payload, ours));
                return message.withPayloads(kept);
            }
        }
        return message;
    }

    /** The same of any stanza: only messages have such ids. */
    public static Stanza withoutSpoofed(Stanza stanza, Predicate<Jid> ours) {
        return stanza instanceof Message message ? withoutSpoofed(message, ours) : stanza;
    }

    private static boolean isSpoofed(Element payload, Predicate<Jid> ours) {
        if (!payload.is("stanza-id", NAMESPACE)) {
            return false;
        }
        String by = payload.attribute("by");
        try {
            return by == null || ours.test(Jid.parse(by).bare());
        } catch (InvalidJidException nobody) {
            return true;
        }
    }
}
