/**
 * The store in SQL: SQLite in the data directory, or PostgreSQL. {@link stoa.store.sql.SqlStore}
 * opens it; the packages below hold its parts.
 */
@NullMarked
package stoa.store.sql;

import org.jspecify.annotations.NullMarked;
