/**
 * The archive in SQL: one table in id order that the journal appends to, and the history index
 * derived from it.
 *
 * <p>The index says which messages belong to whose history. It is kept as segments: one row holds
 * up to a hundred ids of one list, a list being all of an owner's history or its talk with one
 * peer. So a busy conversation costs the index one row written per batch instead of several per
 * message, a page reads one or two rows of it, and the ordinals in them give RSM its index and
 * count. It is built behind the commits on a thread of its own; a query first waits until it has
 * caught up.
 */
@NullMarked
package stoa.store.sql.archive;

import org.jspecify.annotations.NullMarked;
