package stoa.net.stream;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** The elements of stream management, XEP-0198 1.6.1. */
final class StreamManagement {
    /** At most so often a session's account is told what its client has acknowledged. */
    static final long TELL_ACKNOWLEDGED_MS = 1_000;

    /** After how many stanzas the client is asked for an acknowledgement. */
    static final int ASK_EVERY = 16;

    /** Behind a message it is asked at once, but not more often than this. */
    static final long ASK_PAUSE_MS = 100;

    static final Element ASK = Element.empty("r", Namespaces.SM);
    static final Element FEATURE = Element.empty("sm", Namespaces.SM);

    private StreamManagement() {}

    static Element answer(long handled) {
        return Element.of("a", Namespaces.SM).attribute("h", Long.toString(handled)).build();
    }

    static Element enabled(@Nullable String id, long maxSeconds) {
        return Element.of("enabled", Namespaces.SM)
                .attribute("id", id)
                .attribute("max", id == null ? null : Long.toString(maxSeconds))
                .attribute("resume", id == null ? null : "true")
                .build();
    }

    static Element resumed(String previousId, long handled) {
        return Element.of("resumed", Namespaces.SM)
                .attribute("h", Long.toString(handled))
                .attribute("previd", previousId)
                .build();
    }

    static Element failed(String stanzaErrorCondition, @Nullable Long handled) {
        return Element.of("failed", Namespaces.SM)
                .attribute("h", handled == null ? null : Long.toString(handled))
                .child(Element.empty(stanzaErrorCondition, StanzaError.NAMESPACE))
                .build();
    }

    /** What is asked for is not to be asked for now (sections 3 and 6). */
    static Element unexpected() {
        return failed(StanzaError.Condition.UNEXPECTED_REQUEST.text(), null);
    }

    /** The client acknowledged what was never sent (section 4). */
    static Element countTooHigh(long h, long sent) {
        return Element.prefixed("stream", "error", StreamError.STREAMS)
                .child(Element.empty("undefined-condition", StreamError.NAMESPACE))
                .child(
                        Element.of("handled-count-too-high", Namespaces.SM)
                                .attribute("h", Long.toString(h))
                                .attribute("send-count", Long.toString(sent))
                                .build())
                .build();
    }

    static boolean wantsResumption(Element enable) {
        String resume = enable.attribute("resume");
        return "true".equals(resume) || "1".equals(resume);
    }

    /** The value of {@code h}, or -1 when it is no number that it could be. */
    static long h(Element element) {
        String text = element.attribute("h");
        if (text == null || text.isEmpty() || text.length() > 10) {
            return -1;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
