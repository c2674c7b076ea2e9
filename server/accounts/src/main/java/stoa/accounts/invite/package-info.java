/**
 * Invitations: to an account (XEP-0445), to a place in somebody's contact list (XEP-0379), or both.
 * The web's and XMPP's are the same ones.
 */
@NullMarked
package stoa.accounts.invite;

import org.jspecify.annotations.NullMarked;
