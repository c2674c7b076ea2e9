/**
 * XEP-0124 Bidirectional-streams Over Synchronous HTTP 1.11.2 and XEP-0206 XMPP Over BOSH 1.4: a
 * stream in the bodies of HTTP requests, for clients that can do nothing else. To everything behind
 * it a session is one more {@code Wire}.
 */
@NullMarked
package stoa.net.bosh;

import org.jspecify.annotations.NullMarked;
