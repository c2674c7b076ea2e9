/**
 * The suite's own XMPP client: sockets, the JDK's TLS and XML parser, and nothing of the server's
 * code, so that a mistake in a shared part cannot hide itself.
 */
@NullMarked
package stoa.conformance.wire;

import org.jspecify.annotations.NullMarked;
