package stoa.xmpp.stanza;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** An IQ stanza, RFC 6120 section 8.2.3: a request (get, set) or its one answer (result, error). */
public record Iq(
        @Nullable Jid from,
        @Nullable Jid to,
        Type type,
        String id,
        @Nullable String lang,
        List<Element> payloads)
        implements Stanza {

    public enum Type {
        GET,
        SET,
        RESULT,
        ERROR;

        private final String text = name().toLowerCase(Locale.ROOT);

        public String text() {
            return text;
        }

        /**
         * The type for an attribute's value, or null for anything RFC 6120 does not know (answered
         * with bad-request).
         */
        public static @Nullable Type of(@Nullable String value) {
            return switch (value) {
                case "get" -> GET;
                case "set" -> SET;
                case "result" -> RESULT;
                case "error" -> ERROR;
                case null, default -> null;
            };
        }
    }

    public Iq {
        payloads = List.copyOf(payloads);
    }

    public static Iq of(
            Type type, @Nullable Jid from, @Nullable Jid to, String id, Element... payloads) {
        return new Iq(from, to, type, id, null, List.of(payloads));
    }

    /** True for get and set. */
    public boolean isRequest() {
        return type == Type.GET || type == Type.SET;
    }

    /**
     * The request's one payload, or null: RFC 6120 section 8.2.3 rule 5 is checked where requests
     * enter.
     */
    public @Nullable Element payload() {
        return payloads.isEmpty() ? null : payloads.getFirst();
    }

    /** The result of this request. */
    public Iq result(Element... resultPayloads) {
        return new Iq(to, from, Type.RESULT, id, null, List.of(resultPayloads));
    }

    @Override
    public Iq withFrom(@Nullable Jid newFrom) {
        return new Iq(newFrom, to, type, id, lang, payloads);
    }

    @Override
    public Iq withTo(@Nullable Jid newTo) {
        return new Iq(from, newTo, type, id, lang, payloads);
    }

    @Override
    public boolean isError() {
        return type == Type.ERROR;
    }

    @Override
    public Iq refuse(StanzaError error) {
        return new Iq(to, from, Type.ERROR, id, null, List.of(error.toElement()));
    }

    @Override
    public Element toElement() {
        return Element.of("iq", CLIENT)
                .attribute("from", from == null ? null : from.toString())
                .attribute("to", to == null ? null : to.toString())
                .attribute("type", type.text())
                .attribute("id", id)
                .lang(lang)
                .children(payloads)
                .build();
    }
}
