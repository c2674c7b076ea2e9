package stoa.features.webpush;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How messages reach push services: a POST of RFC 8030 section 5. Any thread. */
public interface PushPost {
    /**
     * Posts.
     *
     * @return the status; the stage fails when the service was not reached
     */
    CompletionStage<Integer> post(URI endpoint, Map<String, String> headers, byte[] body);
}
