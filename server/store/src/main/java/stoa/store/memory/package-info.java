/** The store in memory: what stories run on, and what the SQL adapters are compared with. */
@NullMarked
package stoa.store.memory;

import org.jspecify.annotations.NullMarked;
