/** Rosters and subscription states, RFC 6121. */
@NullMarked
package stoa.store.roster;

import org.jspecify.annotations.NullMarked;
