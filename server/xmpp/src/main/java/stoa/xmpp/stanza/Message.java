package stoa.xmpp.stanza;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** A message stanza, RFC 6121 section 5. */
public record Message(
        @Nullable Jid from,
        @Nullable Jid to,
        Type type,
        @Nullable String id,
        @Nullable String lang,
        List<Element> payloads)
        implements Stanza {

    /**
     * The values of the type attribute, RFC 6121 section 5.2.2; an unknown value counts as {@link
     * #NORMAL}.
     */
    public enum Type {
        NORMAL,
        CHAT,
        GROUPCHAT,
        HEADLINE,
        ERROR;

        private final String text = name().toLowerCase(Locale.ROOT);

        public String text() {
            return text;
        }

        public static Type of(@Nullable String value) {
            return switch (value) {
                case "chat" -> CHAT;
                case "groupchat" -> GROUPCHAT;
                case "headline" -> HEADLINE;
                case "error" -> ERROR;
                case null, default -> NORMAL;
            };
        }
    }

    public Message {
        payloads = List.copyOf(payloads);
    }

    /** A message of that type with these payloads, without id and language. */
    public static Message of(Type type, @Nullable Jid from, @Nullable Jid to, Element... payloads) {
        return new Message(from, to, type, null, null, List.of(payloads));
    }

    /** The first body's text, or null when there is none. */
    public @Nullable String body() {
        Element body = payload("body", CLIENT);
        return body == null ? null : body.text();
    }

    public Message with(Element payload) {
        List<Element> more = new ArrayList<>(payloads);
        more.add(payload);
        return new Message(from, to, type, id, lang, more);
    }

    public Message withPayloads(List<Element> newPayloads) {
        return new Message(from, to, type, id, lang, newPayloads);
    }

    public Message withType(Type newType) {
        return new Message(from, to, newType, id, lang, payloads);
    }

    public Message withId(@Nullable String newId) {
        return new Message(from, to, type, newId, lang, payloads);
    }

    @Override
    public Message withFrom(@Nullable Jid newFrom) {
        return new Message(newFrom, to, type, id, lang, payloads);
    }

    @Override
    public Message withTo(@Nullable Jid newTo) {
        return new Message(from, newTo, type, id, lang, payloads);
    }

    @Override
    public boolean isError() {
        return type == Type.ERROR;
    }

    @Override
    public Message refuse(StanzaError error) {
        return new Message(to, from, Type.ERROR, id, null, List.of(error.toElement()));
    }

    /**
     * As {@link #refuse}, with what was sent before the error: a courtesy to its sender that nobody
     * may count on (RFC 6120 section 8.3.1).
     */
    public Message giveBack(StanzaError error) {
        return refuse(error).withPayloads(with(error.toElement()).payloads());
    }

    @Override
    public Element toElement() {
        return Element.of("message", CLIENT)
                .attribute("from", from == null ? null : from.toString())
                .attribute("to", to == null ? null : to.toString())
                .attribute("type", type == Type.NORMAL ? null : type.text())
                .attribute("id", id)
                .lang(lang)
                .children(payloads)
                .build();
    }
}
