/**
 * The archive: every message once, in the order it was committed, and who has it in their history.
 */
@NullMarked
package stoa.store.archive;

import org.jspecify.annotations.NullMarked;
