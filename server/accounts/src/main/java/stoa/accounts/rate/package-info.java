/** How much an account, and a domain's accounts together, may send (RFC 6120 section 13.12). */
@NullMarked
package stoa.accounts.rate;

import org.jspecify.annotations.NullMarked;
