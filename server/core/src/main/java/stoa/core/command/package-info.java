/**
 * Ad-hoc commands (XEP-0050) as everybody who offers some uses them: {@link
 * stoa.core.command.AdHocCommand} is what one is, {@link stoa.core.command.CommandResponder} what a
 * responder runs them with.
 */
@NullMarked
package stoa.core.command;

import org.jspecify.annotations.NullMarked;
