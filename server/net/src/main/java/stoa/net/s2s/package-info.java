/**
 * Streams between servers (RFC 6120, XEP-0220 Server Dialback, XEP-0178 SASL EXTERNAL, XEP-0288
 * bidirectional streams, XEP-0368 direct TLS, XEP-0198 stream management).
 *
 * <p>{@link stoa.net.s2s.ServerToServer} is the whole as the rest of the server sees it. A {@code
 * Link} is what is to go from one of our domains to one other domain: a queue, and the stream that
 * carries it at the moment. A stream, {@code IncomingStream} or {@code OutgoingStream}, is one
 * connection; {@code Negotiated} says which domains it has proved.
 */
@NullMarked
package stoa.net.s2s;

import org.jspecify.annotations.NullMarked;
