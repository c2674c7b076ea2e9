/**
 * The stream of one client (RFC 6120, RFC 7395) from its header to its end, whatever carries it:
 * negotiation in phases, a file each, then the session. Everything of a stream happens on its
 * connection's event loop.
 *
 * <p>{@link stoa.net.stream.Wire} is what a connection must be able to do, {@link
 * stoa.net.stream.ClientStream} what it tells, {@link stoa.net.stream.ClientSession} what the rest
 * of the server sees and what outlives the connection (XEP-0198).
 */
@NullMarked
package stoa.net.stream;

import org.jspecify.annotations.NullMarked;
