/**
 * Streams over TCP: STARTTLS (RFC 6120 section 5) and direct TLS (XEP-0368), on Netty's channels
 * and the loops that Vert.x has (decision record 16).
 */
@NullMarked
package stoa.net.tcp;

import org.jspecify.annotations.NullMarked;
