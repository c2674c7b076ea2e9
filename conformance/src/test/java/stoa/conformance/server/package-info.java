/** Starts, fills, kills and stops the packaged server, as an operator would. */
@NullMarked
package stoa.conformance.server;

import org.jspecify.annotations.NullMarked;
