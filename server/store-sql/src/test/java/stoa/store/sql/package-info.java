/** The store in SQL under the contract, under crashes and on bad days. */
@NullMarked
package stoa.store.sql;

import org.jspecify.annotations.NullMarked;
