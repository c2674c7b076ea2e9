/**
 * Other people's clients (slixmpp, Profanity, Smack) doing a colleague's day against the packaged
 * server.
 */
@NullMarked
package stoa.conformance.clients;

import org.jspecify.annotations.NullMarked;
