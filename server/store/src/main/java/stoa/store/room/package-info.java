/** Rooms, their affiliations and the log of what happened in them, XEP-0045. */
@NullMarked
package stoa.store.room;

import org.jspecify.annotations.NullMarked;
