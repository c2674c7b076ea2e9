/** The store in memory under the contract. */
@NullMarked
package stoa.store.memory;

import org.jspecify.annotations.NullMarked;
