/** With which other domains a domain talks, as its administrators say (XEP-0133 4.11, 4.12). */
@NullMarked
package stoa.store.peer;

import org.jspecify.annotations.NullMarked;
