package stoa.rooms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an occupant may do while present, section 5.1; from the least to the most. */
enum Role {
    NONE,
    VISITOR,
    PARTICIPANT,
    MODERATOR;

    private final String text = name().toLowerCase(Locale.ROOT);

    String text() {
        return text;
    }

    boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }

    static @Nullable Role of(@Nullable String text) {
        for (Role role : values()) {
            if (role.text.equals(text)) {
                return role;
            }
        }
        return null;
    }
}
