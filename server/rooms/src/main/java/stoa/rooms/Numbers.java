package stoa.rooms;

import org.jspecify.annotations.Nullable;

/** Numbers as clients write them. */
final class Numbers {
    private Numbers() {}

    /** A whole number from 0, clamped to an int; null for anything else. */
    static @Nullable Integer from0(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text));
    }

    /** A whole number in that range, or null. */
    static @Nullable Integer between(String text, int least, int most) {
        Integer number = from0(text.strip());
        return number == null || number < least || number > most ? null : number;
    }
}
