/**
 * The configuration file {@code stoa.toml} and {@code --set}: every key with its bounds, every
 * problem listed by line.
 */
@NullMarked
package stoa.app.config;

import org.jspecify.annotations.NullMarked;
