package stoa.xmpp.stanza;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;

/** Reads stanzas from elements of a client stream. */
public final class StanzaCodec {
    private StanzaCodec() {}

    /** What an element on a stream turned out to be. */
    public sealed interface Read permits Good, Bad, NotAStanza {}

    public record Good(Stanza stanza) implements Read {}

    /**
     * A stanza that must be refused: answer it with the error (RFC 6120 section 8.3.1), unless its
     * type is error.
     */
    public record Bad(Element element, StanzaError error) implements Read {}

    /**
     * Not a stanza at all: the stream is closed with unsupported-stanza-type (RFC 6120 section
     * 4.9.3.24).
     */
    public record NotAStanza() implements Read {}

    public static Read read(Element element) {
        String name = element.name();
        if (!element.namespace().equals(Stanza.CLIENT)
                || !(name.equals("message") || name.equals("presence") || name.equals("iq"))) {
            return new NotAStanza();
        }
        String from = null;
        String to = null;
        String type = null;
        String id = null;
        String lang = null;
        List<Attribute> attributes = element.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute a = attributes.get(i);
            if (a.namespace().isEmpty()) {
                switch (a.name()) {
                    case "from" -> from = a.value();
                    case "to" -> to = a.value();
                    case "type" -> type = a.value();
                    case "id" -> id = a.value();
                    default -> {} // RFC 6120 section 8.1 knows no other
                }
            } else if (a.name().equals("lang") && a.namespace().equals(Element.XML_NAMESPACE)) {
                lang = a.value();
            }
        }
        Jid sender;
        Jid addressee;
        try {
            sender = from == null ? null : Jid.parse(from);
            addressee = to == null ? null : Jid.parse(to);
        } catch (InvalidJidException e) {
            return new Bad(element, StanzaError.Condition.JID_MALFORMED.error());
        }
        List<Element> payloads = payloads(element.children());
        return switch (name) {
            case "message" ->
                    new Good(
                            new Message(
                                    sender, addressee, Message.Type.of(type), id, lang, payloads));
            case "presence" -> {
                Presence.Type known = Presence.Type.of(type);
                yield known == null
                        ? bad(element)
                        : new Good(new Presence(sender, addressee, known, id, lang, payloads));
            }
            default -> iq(element, sender, addressee, type, id, lang, payloads);
        };
    }

    private static Read iq(
            Element element,
            @Nullable Jid from,
            @Nullable Jid to,
            @Nullable String typeText,
            @Nullable String id,
            @Nullable String lang,
            List<Element> payloads) {
        Iq.Type type = Iq.Type.of(typeText);
        if (type == null || id == null) {
            return bad(element);
        }
        Iq iq = new Iq(from, to, type, id, lang, payloads);
        return iq.isRequest() && payloads.size() != 1 ? bad(element) : new Good(iq);
    }

    private static Bad bad(Element element) {
        return new Bad(element, StanzaError.Condition.BAD_REQUEST.error());
    }

    /** The elements among the children; the children themselves when there is nothing else. */
    @SuppressWarnings("unchecked") // an immutable list of which every member was looked at
    private static List<Element> payloads(List<Node> children) {
        int n = children.size();
        int elements = 0;
        for (int i = 0; i < n; i++) {
            elements += children.get(i) instanceof Element ? 1 : 0;
        }
        if (elements == n) {
            return (List<Element>) (List<?>) children;
        }
        List<Element> payloads = new ArrayList<>(elements);
        for (int i = 0; i < n; i++) {
            if (children.get(i) instanceof Element e) {
                payloads.add(e);
            }
        }
        return payloads;
    }
}
