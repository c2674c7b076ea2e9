/**
 * TLS: the certificates of the served domains and their reloading, the engine (BoringSSL through
 * netty-tcnative), the choice of certificate by SNI, and channel bindings (RFC 9266, RFC 5929).
 */
@NullMarked
package stoa.net.tls;

import org.jspecify.annotations.NullMarked;
