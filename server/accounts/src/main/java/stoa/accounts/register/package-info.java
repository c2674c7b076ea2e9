/**
 * In-Band Registration (XEP-0077), with invitations (XEP-0445): making an account over a stream,
 * changing its password and removing it.
 */
@NullMarked
package stoa.accounts.register;

import org.jspecify.annotations.NullMarked;
