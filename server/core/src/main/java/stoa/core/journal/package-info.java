/** The journal: one pending batch, group commit, and what is held behind it. */
@NullMarked
package stoa.core.journal;

import org.jspecify.annotations.NullMarked;
