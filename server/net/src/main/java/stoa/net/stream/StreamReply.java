package stoa.net.stream;

import org.jspecify.annotations.Nullable;

/**
 * What the server says when it opens its side of a stream, RFC 6120 section 4.7.
 *
 * @param from the domain
 * @param to the client's address, when it gave one
 * @param id unguessable, new for each stream
 */
public record StreamReply(String from, @Nullable String to, String id) {}
