package stoa.rooms;

import java.time.Instant;

/** What a decision needs beside the room and the command: the time and the house's rules. */
record Turn(Instant now, RoomRules rules) {}
