/**
 * The way of a stanza from a session to accounts, services and other sessions (RFC 6121 section 8).
 */
@NullMarked
package stoa.core.route;

import org.jspecify.annotations.NullMarked;
