/** Tests of rates. */
@NullMarked
package stoa.accounts.rate;

import org.jspecify.annotations.NullMarked;
