package stoa.net.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a client says when it opens a stream: the header of RFC 6120 section 4.7, or {@code <open/>}
 * of RFC 7395 section 3.4. As it was sent, nothing is checked.
 *
 * @param contentNamespace the namespace of the stanzas to come
 */
public record StreamOpen(
        String contentNamespace,
        @Nullable String to,
        @Nullable String from,
        @Nullable String version,
        @Nullable String lang) {}
