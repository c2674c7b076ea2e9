/** Typed hooks in named phases, and what a feature says of itself. */
@NullMarked
package stoa.core.hook;

import org.jspecify.annotations.NullMarked;
