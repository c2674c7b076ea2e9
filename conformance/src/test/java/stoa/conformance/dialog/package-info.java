/**
 * Dialog scripts: what people send and get, written down as the standards' examples are, and played
 * over real sockets.
 */
@NullMarked
package stoa.conformance.dialog;

import org.jspecify.annotations.NullMarked;
