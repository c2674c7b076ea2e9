package stoa.rooms;

import java.time.Instant;

/**
 * Somebody who may read a room's history (XEP-0313 section 5.1.3).
 *
 * @param occupantId by which their own lines are known there (XEP-0421)
 * @param since when the room was made: what is older was another room's
 */
public record RoomReader(String occupantId, Instant since) {}
