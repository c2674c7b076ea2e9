/**
 * Plain JDBC with the little that makes it short: bound arguments, typed rows, a pool of reading
 * threads, and the table that says which statements write which change.
 */
@NullMarked
package stoa.store.sql.jdbc;

import org.jspecify.annotations.NullMarked;
