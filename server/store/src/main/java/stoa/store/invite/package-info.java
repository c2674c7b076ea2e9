/** Invitations to create an account. */
@NullMarked
package stoa.store.invite;

import org.jspecify.annotations.NullMarked;
