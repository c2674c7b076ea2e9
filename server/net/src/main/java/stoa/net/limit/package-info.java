/** Limits on what one address, one account or one client may ask for. All of bounded memory. */
@NullMarked
package stoa.net.limit;

import org.jspecify.annotations.NullMarked;
