/**
 * What signing in asks of the store: credentials for SASL, and the tokens of XEP-0484 1.0 (FAST):
 * issuing, rotation, replay counters and revocation. Waits for nothing on an event loop.
 */
@NullMarked
package stoa.net.login;

import org.jspecify.annotations.NullMarked;
