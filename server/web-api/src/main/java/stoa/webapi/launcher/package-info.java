/**
 * The chat icon in pages of other origins ({@code launcher.js}): which origins may carry it, the
 * tokens that read an unread number and nothing else, and the stream that tells the number.
 * Decision 33 says why it is made so.
 */
@NullMarked
package stoa.webapi.launcher;

import org.jspecify.annotations.NullMarked;
