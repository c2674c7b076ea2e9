/**
 * The one place that constructs everything: configuration, commands, start and stop. Nothing
 * depends on it.
 */
@NullMarked
package stoa.app;

import org.jspecify.annotations.NullMarked;
