/**
 * XEP-0045 Multi-User Chat 1.35.5, with XEP-0410 (self-ping), XEP-0421 (occupant ids), XEP-0424 and
 * XEP-0425 (retraction), XEP-0317 (hats), XEP-0463 (affiliation versions), XEP-0486 (pictures),
 * XEP-0500 (slow mode), XEP-0502 (activity), and XEP-0359 (stable ids) as far as a room has a part
 * in it.
 *
 * <p>A room is one entity with one writer ({@link stoa.rooms.RoomEntity}): a small immutable state
 * ({@link stoa.rooms.Room}), commands ({@link stoa.rooms.RoomCommand}), events ({@link
 * stoa.rooms.RoomEvent}) and effects ({@link stoa.rooms.RoomEffect}). {@code RoomDecider} only
 * finds the aspect that decides; each aspect is a file of its own and holds its rule, its form
 * field and what it says. {@link stoa.rooms.MucService} turns stanzas into commands. Joins the
 * {@link stoa.core.route.Service} port; reads and writes {@code stoa.store.room} and {@code
 * stoa.store.archive}.
 *
 * <p>Left out: groupchat 1.0 (removed from the standard), room names by muc#unique (likewise).
 */
@NullMarked
package stoa.rooms;

import org.jspecify.annotations.NullMarked;
