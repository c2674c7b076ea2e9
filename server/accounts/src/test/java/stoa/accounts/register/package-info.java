/** Tests of registration and invitations. */
@NullMarked
package stoa.accounts.register;

import org.jspecify.annotations.NullMarked;
