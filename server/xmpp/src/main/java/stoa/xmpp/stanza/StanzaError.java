package stoa.xmpp.stanza;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * A stanza error, RFC 6120 section 8.3. A refusal is a value: it says what the standard names, and
 * in plain English what a person can do about it.
 */
public record StanzaError(
        Type type, Condition condition, @Nullable String text, @Nullable Element application) {
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /**
     * The code that XEP-0086 had for item-not-found. Profanity goes by it alone: without it nobody
     * can encrypt to its user, for it publishes its list of devices (XEP-0384) when it has heard
     * that there is none.
     */
    private static final String NOT_FOUND_CODE = "404";

    /** What the sender may do, RFC 6120 section 8.3.2. */
    public enum Type {
        AUTH,
        CANCEL,
        CONTINUE,
        MODIFY,
        WAIT
    }

    /** The defined conditions, RFC 6120 section 8.3.3, each with the type it usually has. */
    public enum Condition {
        BAD_REQUEST(Type.MODIFY),
        CONFLICT(Type.CANCEL),
        FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
        FORBIDDEN(Type.AUTH),
        GONE(Type.CANCEL),
        INTERNAL_SERVER_ERROR(Type.WAIT),
        ITEM_NOT_FOUND(Type.CANCEL),
        JID_MALFORMED(Type.MODIFY),
        NOT_ACCEPTABLE(Type.MODIFY),
        NOT_ALLOWED(Type.CANCEL),
        NOT_AUTHORIZED(Type.AUTH),
        POLICY_VIOLATION(Type.MODIFY),
        RECIPIENT_UNAVAILABLE(Type.WAIT),
        REDIRECT(Type.MODIFY),
        REGISTRATION_REQUIRED(Type.AUTH),
        REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
        REMOTE_SERVER_TIMEOUT(Type.WAIT),
        RESOURCE_CONSTRAINT(Type.WAIT),
        SERVICE_UNAVAILABLE(Type.CANCEL),
        SUBSCRIPTION_REQUIRED(Type.AUTH),
        UNDEFINED_CONDITION(Type.CANCEL),
        UNEXPECTED_REQUEST(Type.WAIT);

        private final Type usualType;
        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        Condition(Type usualType) {
            this.usualType = usualType;
        }

        /** The element's name. */
        public String text() {
            return text;
        }

        /** The error with this condition's usual type. */
        public StanzaError error() {
            return new StanzaError(usualType, this, null, null);
        }

        /** The error with this condition's usual type and a sentence for people. */
        public StanzaError error(String sentence) {
            return new StanzaError(usualType, this, sentence, null);
        }
    }

    public StanzaError withType(Type newType) {
        return new StanzaError(newType, condition, text, application);
    }

    /** With an application-specific condition, RFC 6120 section 8.3.4. */
    public StanzaError withApplication(Element element) {
        return new StanzaError(type, condition, text, element);
    }

    public Element toElement() {
        return Element.of("error", Stanza.CLIENT)
                .attribute("code", condition == Condition.ITEM_NOT_FOUND ? NOT_FOUND_CODE : null)
                .attribute("type", type.name().toLowerCase(Locale.ROOT))
                .child(Element.empty(condition.text(), NAMESPACE))
                .childIf(text == null ? null : Element.text("text", NAMESPACE, text))
                .childIf(application)
                .build();
    }
}
