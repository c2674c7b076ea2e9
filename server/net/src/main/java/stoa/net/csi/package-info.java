/**
 * XEP-0352 Client State Indication 1.0.0: what waits for a client that nobody looks at. No I/O;
 * {@code stoa.net.stream} asks it for each session.
 */
@NullMarked
package stoa.net.csi;

import org.jspecify.annotations.NullMarked;
