/** Accounts move between this server and others, by files of XEP-0227. */
@NullMarked
package stoa.conformance.moving;

import org.jspecify.annotations.NullMarked;
