package stoa.net.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How somebody has signed in.
 *
 * @param agent the client, or null when it has not named itself
 * @param byPassword false with a token (XEP-0484)
 * @param changesBefore {@link PasswordChanges#count} before the account's secrets were looked up
 */
public record SignedIn(
        @Nullable UserAgent agent, boolean byPassword, Instant at, long changesBefore) {}
