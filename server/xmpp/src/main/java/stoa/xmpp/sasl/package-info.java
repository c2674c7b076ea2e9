/**
 * The server's side of SASL (RFC 4422 as RFC 6120 section 6 uses it): SCRAM (RFC 5802, RFC 7677)
 * with and without channel binding, PLAIN (RFC 4616), OAUTHBEARER (RFC 7628) and the hashed tokens
 * of XEP-0484. Pure state machines: bytes in, a step out. Credentials, nonces and channel binding
 * data are handed in, so nothing here waits, reads a clock or knows a store.
 */
@NullMarked
package stoa.xmpp.sasl;

import org.jspecify.annotations.NullMarked;
