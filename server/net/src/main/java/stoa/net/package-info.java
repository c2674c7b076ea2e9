/**
 * Where clients come in: listeners for TCP, direct TLS and WebSocket, TLS itself, the negotiation
 * of streams (RFC 6120, RFC 7395), sign-in (SASL, XEP-0388, XEP-0386, XEP-0484) and stream
 * management (XEP-0198). Hands authenticated stanzas to {@link stoa.core.session.ClientGate} and
 * knows nothing of what they mean.
 */
@NullMarked
package stoa.net;

import org.jspecify.annotations.NullMarked;
