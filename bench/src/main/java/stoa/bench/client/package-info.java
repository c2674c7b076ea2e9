/**
 * A cheap XMPP client: one event loop for everything, TLS by BoringSSL, a byte scanner in place of
 * an XML parser. It reads only\n * what servers send to it in a benchmark; it is no library for
 * anything else.
 */
@NullMarked
package stoa.bench.client;

import org.jspecify.annotations.NullMarked;
