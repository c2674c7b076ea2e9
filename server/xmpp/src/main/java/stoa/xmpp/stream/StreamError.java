package stoa.xmpp.stream;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * A stream error, RFC 6120 section 4.9: the stream ends with it. The text is for the people who
 * read a log; it never repeats what the other side sent.
 */
public record StreamError(Condition condition, @Nullable String text) {
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-streams";

    /** The namespace of the stream element itself. */
    public static final String STREAMS = "http://etherx.jabber.org/streams";

    /** The defined conditions, RFC 6120 section 4.9.3. */
    public enum Condition {
        BAD_FORMAT,
        BAD_NAMESPACE_PREFIX,
        CONFLICT,
        CONNECTION_TIMEOUT,
        HOST_GONE,
        HOST_UNKNOWN,
        IMPROPER_ADDRESSING,
        INTERNAL_SERVER_ERROR,
        INVALID_FROM,
        INVALID_NAMESPACE,
        INVALID_XML,
        NOT_AUTHORIZED,
        NOT_WELL_FORMED,
        POLICY_VIOLATION,
        REMOTE_CONNECTION_FAILED,
        RESET,
        RESOURCE_CONSTRAINT,
        RESTRICTED_XML,
        SEE_OTHER_HOST,
        SYSTEM_SHUTDOWN,
        UNDEFINED_CONDITION,
        UNSUPPORTED_ENCODING,
        UNSUPPORTED_FEATURE,
        UNSUPPORTED_STANZA_TYPE,
        UNSUPPORTED_VERSION;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The element's name. */
        public String text() {
            return text;
        }

        public StreamError error() {
            return new StreamError(this, null);
        }

        public StreamError error(String explanation) {
            return new StreamError(this, explanation);
        }
    }

    /** The {@code <stream:error/>} element. */
    public Element toElement() {
        return Element.prefixed("stream", "error", STREAMS)
                .child(Element.empty(condition.text(), NAMESPACE))
                .childIf(text == null ? null : Element.text("text", NAMESPACE, text))
                .build();
    }
}
