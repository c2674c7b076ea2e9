/**
 * Backup and restore. A backup is one zip file: every table of the schema as rows in a form of our
 * own, the files that go with the store, and a manifest with a checksum for each. It is the same
 * for both databases, so a backup taken from SQLite may be restored to PostgreSQL and back.
 */
@NullMarked
package stoa.store.sql.backup;

import org.jspecify.annotations.NullMarked;
