package stoa.xmpp.stanza;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** A presence stanza, RFC 6121 section 4. */
public record Presence(
        @Nullable Jid from,
        @Nullable Jid to,
        Type type,
        @Nullable String id,
        @Nullable String lang,
        List<Element> payloads)
        implements Stanza {

    /** What a client that enters a room speaks, XEP-0045 section 7.2.1. */
    private static final Element ENTERING = Element.empty("x", "http://jabber.org/protocol/muc");

    /**
     * The values of the type attribute, RFC 6121 section 4.7.1; {@link #AVAILABLE} is its absence.
     */
    public enum Type {
        AVAILABLE,
        UNAVAILABLE,
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        PROBE,
        ERROR;

        private final String text = name().toLowerCase(Locale.ROOT);

        public String text() {
            return text;
        }

        /**
         * The type for an attribute's value, or null for a value that RFC 6121 does not know
         * (answered with bad-request).
         */
        public static @Nullable Type of(@Nullable String value) {
            return switch (value) {
                case null -> AVAILABLE;
                case "unavailable" -> UNAVAILABLE;
                case "subscribe" -> SUBSCRIBE;
                case "subscribed" -> SUBSCRIBED;
                case "unsubscribe" -> UNSUBSCRIBE;
                case "unsubscribed" -> UNSUBSCRIBED;
                case "probe" -> PROBE;
                case "error" -> ERROR;
                default -> null;
            };
        }
    }

    public Presence {
        payloads = List.copyOf(payloads);
    }

    public static Presence of(
            Type type, @Nullable Jid from, @Nullable Jid to, Element... payloads) {
        return new Presence(from, to, type, null, null, List.of(payloads));
    }

    /** The priority, RFC 6121 section 4.7.2.3: -128 to 127, 0 when absent or not a number. */
    public int priority() {
        Element priority = payload("priority", CLIENT);
        if (priority == null) {
            return 0;
        }
        try {
            return Math.clamp(Integer.parseInt(priority.text().strip()), -128, 127);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    /** The show value: away, chat, dnd or xa; null when absent. */
    public @Nullable String show() {
        Element show = payload("show", CLIENT);
        return show == null ? null : show.text();
    }

    public Presence withPayloads(List<Element> newPayloads) {
        return new Presence(from, to, type, id, lang, newPayloads);
    }

    @Override
    public Presence withFrom(@Nullable Jid newFrom) {
        return new Presence(newFrom, to, type, id, lang, payloads);
    }

    @Override
    public Presence withTo(@Nullable Jid newTo) {
        return new Presence(from, newTo, type, id, lang, payloads);
    }

    @Override
    public boolean isError() {
        return type == Type.ERROR;
    }

    /**
     * A client that is not let into a room knows the refusal of its entering by the extension it
     * entered with (XEP-0045 sections 7.2.6 to 7.2.9). What stands in it, such as a password, does
     * not come back.
     */
    @Override
    public Presence refuse(StanzaError error) {
        return new Presence(
                to,
                from,
                Type.ERROR,
                id,
                null,
                has(ENTERING.name(), ENTERING.namespace())
                        ? List.of(ENTERING, error.toElement())
                        : List.of(error.toElement()));
    }

    @Override
    public Element toElement() {
        return Element.of("presence", CLIENT)
                .attribute("from", from == null ? null : from.toString())
                .attribute("to", to == null ? null : to.toString())
                .attribute("type", type == Type.AVAILABLE ? null : type.text())
                .attribute("id", id)
                .lang(lang)
                .children(payloads)
                .build();
    }
}
