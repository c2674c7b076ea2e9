package stoa.net.bosh;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/** The terminal binding conditions, XEP-0124 section 17.2. */
enum Binding {
    BAD_REQUEST,
    HOST_GONE,
    HOST_UNKNOWN,
    IMPROPER_ADDRESSING,
    INTERNAL_SERVER_ERROR,
    ITEM_NOT_FOUND,
    POLICY_VIOLATION,
    REMOTE_CONNECTION_FAILED,
    REMOTE_STREAM_ERROR,
    SYSTEM_SHUTDOWN;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    private static final byte[] NOTHING = new byte[0];

    /** The body that ends a session with that condition. */
    byte[] body() {
        return body(this, NOTHING, null);
    }

    /**
     * The body that ends a session because its stream has: with the condition that says the same,
     * else with the stream error (XEP-0206 section 6).
     *
     * @param error null when the stream ended in good order
     * @param payloads what was to be said before
     */
    static byte[] ofStream(@Nullable Element error, byte[] payloads) {
        if (error == null) {
            return body(null, payloads, null);
        }
        for (Binding same :
                new Binding[] {HOST_GONE, HOST_UNKNOWN, IMPROPER_ADDRESSING, SYSTEM_SHUTDOWN}) {
            if (error.child(same.text, StreamError.NAMESPACE) != null) {
                return body(same, payloads, null);
            }
        }
        return body(REMOTE_STREAM_ERROR, payloads, error);
    }

    private static byte[] body(
            @Nullable Binding condition, byte[] payloads, @Nullable Element error) {
        XmlWriter writer = new XmlWriter(256);
        writer.raw("<body")
                .attribute("xmlns", BoshRequest.NAMESPACE)
                .attribute("type", "terminate");
        if (condition != null) {
            writer.attribute("condition", condition.text);
        }
        if (error == null && payloads.length == 0) {
            return writer.raw("/>").toBytes();
        }
        writer.attribute("xmlns:stream", StreamError.STREAMS).raw(">").raw(payloads);
        if (error != null) {
            writer.element(error, BoshRequest.NAMESPACE);
        }
        return writer.raw("</body>").toBytes();
    }
}
