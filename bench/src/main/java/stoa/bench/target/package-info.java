/**
 * The servers under measurement: each knows how to prepare a temporary directory, to start, to be
 * killed and to be stopped by\n * pid.
 */
@NullMarked
package stoa.bench.target;

import org.jspecify.annotations.NullMarked;
