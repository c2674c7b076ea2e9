/**
 * Storage ports: what Stoa remembers, one small package per aspect.
 *
 * <p>An aspect's package holds its values, the {@link stoa.core.journal.Change} records that write
 * it and one interface that reads it. Writes go through the journal only; reads answer with a stage
 * that completes on the store's own threads and see every batch the journal has committed. {@code
 * docs/developing/storage.md} shows how to add an aspect.
 */
@NullMarked
package stoa.store;

import org.jspecify.annotations.NullMarked;
