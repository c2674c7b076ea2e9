/**
 * XEP-0313 Message Archive Management 1.1.3 over the one archive: for an account its own history,
 * for a room (by {@link stoa.core.route.HistoryResponder}) the room's. All form fields including
 * the extended ones and the words of XEP-0431, pages by XEP-0059 in both directions, flipped pages,
 * metadata.
 *
 * <p>What it leaves out: preferences (history is always on), and pages by index, which XEP-0059
 * section 2.4 leaves to the server. Pages are written from the stored bytes, without reading the
 * messages.
 */
@NullMarked
package stoa.archive;

import org.jspecify.annotations.NullMarked;
