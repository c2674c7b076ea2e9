/**
 * Typed hooks in named phases, and what a feature says of itself.
 *
 * <p>To add a XEP: a package {@code stoa.features.x}, a class that implements {@link
 * stoa.core.hook.Feature}, and one line in the server's assembly. {@link stoa.core.hook.Hooks}
 * lists what can be joined; each hook says when it runs, on which thread, what it may change and
 * what happens when it throws.
 */
@NullMarked
package stoa.core.hook;

import org.jspecify.annotations.NullMarked;
