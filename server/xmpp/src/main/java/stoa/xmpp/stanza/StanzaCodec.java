package stoa.xmpp.stanza;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

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
        if (!element.namespace().equals(Stanza.CLIENT)) {
            return new NotAStanza();
        }
        Jid from;
        Jid to;
        try {
            from = jid(element.attribute("from"));
            to = jid(element.attribute("to"));
        } catch (InvalidJidException e) {
            return new Bad(element, StanzaError.Condition.JID_MALFORMED.error());
        }
        String id = element.attribute("id");
        String lang = element.attribute("lang", Element.XML_NAMESPACE);
        List<Element> payloads = element.elements().toList();
        return switch (element.name()) {
            case "message" ->
                    new Good(
                            new Message(
                                    from,
                                    to,
                                    Message.Type.of(element.attribute("type")),
                                    id,
                                    lang,
                                    payloads));
            case "presence" -> {
                Presence.Type type = Presence.Type.of(element.attribute("type"));
                yield type == null
                        ? bad(element)
                        : new Good(new Presence(from, to, type, id, lang, payloads));
            }
            case "iq" -> iq(element, from, to, id, lang, payloads);
            default -> new NotAStanza();
        };
    }

    private static Read iq(
            Element element,
            @Nullable Jid from,
            @Nullable Jid to,
            @Nullable String id,
            @Nullable String lang,
            List<Element> payloads) {
        Iq.Type type = Iq.Type.of(element.attribute("type"));
        if (type == null || id == null) {
            return bad(element);
        }
        Iq iq = new Iq(from, to, type, id, lang, payloads);
        return iq.isRequest() && payloads.size() != 1 ? bad(element) : new Good(iq);
    }

    private static Bad bad(Element element) {
        return new Bad(element, StanzaError.Condition.BAD_REQUEST.error());
    }

    private static @Nullable Jid jid(@Nullable String value) {
        return value == null ? null : Jid.parse(value);
    }
}
