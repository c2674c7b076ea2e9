package stoa.store.visit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an account's sign-ins.
 *
 * @param lastLogin when it was last signed in to, in milliseconds; null when that was not noted
 * @param arrived whether it was ever online, so that it is new no more
 * @param motd the number of the last message of the day it was told, 0 for none
 */
public record Visit(@Nullable Instant lastLogin, boolean arrived, long motd) {
    /** Of an account that nobody has signed in to. */
    public static final Visit NEVER = new Visit(null, false, 0);
}
