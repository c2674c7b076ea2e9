/** Peers that stall, guess or flood: each is shown the door and costs nobody else anything. */
@NullMarked
package stoa.conformance.hostile;

import org.jspecify.annotations.NullMarked;
