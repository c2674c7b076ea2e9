/** The commands of {@code ./stoa}. */
@NullMarked
package stoa.app.command;

import org.jspecify.annotations.NullMarked;
