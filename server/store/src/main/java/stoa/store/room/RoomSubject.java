package stoa.store.room;

import java.time.Instant;

/**
 * A room's subject, XEP-0045 section 8.1; an empty text is one too.
 *
 * @param setAt stored in milliseconds
 */
public record RoomSubject(String text, String nick, Instant setAt) {}
