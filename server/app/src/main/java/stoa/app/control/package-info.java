/**
 * How a command line reaches a running server: one socket in the data directory, one JSON line each
 * way.
 */
@NullMarked
package stoa.app.control;

import org.jspecify.annotations.NullMarked;
