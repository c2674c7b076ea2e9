package stoa.net.bosh;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * What client and server have agreed on when the session was created, XEP-0124 section 7.
 *
 * @param sid the session's unguessable ID
 * @param version of the protocol, or null when the client has named none
 * @param clientAcknowledges whether the client says which responses it has got (section 9.2)
 * @param contentType of all responses
 */
record BoshTerms(
        String sid,
        int waitSeconds,
        int hold,
        int requests,
        int pollingSeconds,
        int inactivitySeconds,
        int pauseSeconds,
        boolean clientAcknowledges,
        @Nullable String version,
        String contentType) {
    static final String XML = "text/xml; charset=utf-8";

    private static final int MAJOR = 1;
    private static final int MINOR = 11;

    /**
     * The types that a client may ask for. No others: the browser of somebody who was lured here
     * must never take a response for a page.
     */
    private static final Set<String> TYPES = Set.of("text/xml", "application/xml", "text/plain");

    /** What a client that asks for it gets; null when it asks for what makes no sense. */
    static @Nullable BoshTerms of(BoshRequest request, String sid, BoshLimits limits) {
        if (!request.isNumberOrAbsent("wait", Integer.MAX_VALUE)
                || !request.isNumberOrAbsent("hold", Integer.MAX_VALUE)) {
            return null;
        }
        int wait = atMost(request.number("wait", Integer.MAX_VALUE), limits.waitSeconds());
        int hold = atMost(request.number("hold", Integer.MAX_VALUE), limits.hold());
        boolean polling = wait == 0 || hold == 0;
        Element body = request.body();
        return new BoshTerms(
                sid,
                wait,
                hold,
                limits.requests(),
                limits.pollingSeconds(),
                polling ? limits.pollingInactivitySeconds() : limits.inactivitySeconds(),
                limits.pauseSeconds(),
                request.ack() == 1,
                version(body.attribute("ver")),
                type(body.attribute("content")));
    }

    private static int atMost(long asked, int limit) {
        return asked == BoshRequest.NONE ? limit : (int) Math.min(asked, limit);
    }

    /** The lower one of both sides' versions. */
    private static @Nullable String version(@Nullable String asked) {
        if (asked == null || !asked.matches("[0-9]{1,4}\\.[0-9]{1,4}")) {
            return null;
        }
        int dot = asked.indexOf('.');
        int major = Integer.parseInt(asked.substring(0, dot));
        int minor = Integer.parseInt(asked.substring(dot + 1));
        return major > MAJOR || (major == MAJOR && minor > MINOR) ? MAJOR + "." + MINOR : asked;
    }

    private static String type(@Nullable String asked) {
        if (asked == null) {
            return XML;
        }
        int semicolon = asked.indexOf(';');
        String type = semicolon < 0 ? asked : asked.substring(0, semicolon);
        return TYPES.contains(type.strip()) ? type.strip() + "; charset=utf-8" : XML;
    }

    /** Whether no request is held (section 12). */
    boolean isPolling() {
        return waitSeconds == 0 || hold == 0;
    }

    long pollingMs() {
        return pollingSeconds * 1_000L;
    }
}
