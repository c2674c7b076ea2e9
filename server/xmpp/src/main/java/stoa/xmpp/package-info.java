/**
 * XMPP as a language: addresses, elements, stanzas, the stream parser and the SASL exchanges. Pure:
 * no I/O, no clock, no threads. Everything here is an immutable value or is confined to its caller.
 */
@NullMarked
package stoa.xmpp;

import org.jspecify.annotations.NullMarked;
