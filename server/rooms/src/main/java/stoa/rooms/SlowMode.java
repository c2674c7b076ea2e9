package stoa.rooms;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Slow mode, XEP-0500: how long somebody has to wait between two messages with a body to everybody,
 * whichever of the account's sessions and nicks they come from. Admins and owners do not wait
 * (section 6).
 */
final class SlowMode {
    /** The longest wait that can be configured, in seconds: a day. */
    static final int LONGEST_SECONDS = 86_400;

    /** Seconds between two messages; 0 for none. */
    static final ConfigField<Integer> DURATION =
            ConfigField.number(
                    "muc#roomconfig_slow_mode_duration",
                    "Slow mode: seconds between two messages of one person (0: none)",
                    0,
                    0,
                    LONGEST_SECONDS);

    private SlowMode() {}

    /** Why the author may not speak yet, or null. */
    static @Nullable StanzaError refusal(Room room, Occupant author, Instant now) {
        int seconds = room.config(DURATION);
        if (seconds == 0 || Standing.isAdmin(author.affiliation())) {
            return null;
        }
        Instant last = room.pace().last(author.account());
        boolean clockWasSetBack = last != null && last.isAfter(now);
        return last == null || clockWasSetBack || !now.isBefore(last.plusSeconds(seconds))
                ? null
                : Condition.POLICY_VIOLATION
                        .error(
                                "This room is in slow mode: please wait "
                                        + seconds
                                        + " seconds between two messages.")
                        .withType(StanzaError.Type.WAIT);
    }

    /** Remembers when the author spoke, in a room where that counts. */
    static Room spoken(Room room, Occupant author, Instant at) {
        int seconds = room.config(DURATION);
        return seconds == 0
                ? room
                : room.withPace(
                        room.pace().with(author.account(), at, Duration.ofSeconds(seconds)));
    }

    /** After a change of configuration: what nobody asks for is forgotten. */
    static Room configured(Room room) {
        return room.config(DURATION) == 0 ? room.withPace(Pace.NOBODY) : room;
    }

    /** The field of {@code muc#roominfo}, section 5.2. */
    static FormField info(Room room) {
        return FormField.text(
                "muc#roominfo_slow_mode_duration", null, Integer.toString(room.config(DURATION)));
    }
}
