package stoa.store.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client that has signed in to an account with SASL2, as it names itself (XEP-0388 section 2.4).
 *
 * @param id the id of the user agent
 * @param software the client's name, or null
 * @param device the name of what it runs on, or null
 * @param firstSeen when it signed in for the first time
 * @param lastSeen when it signed in or left for the last time
 * @param knowsPassword whether it has signed in with the password that the account has now
 */
public record KnownClient(
        String id,
        @Nullable String software,
        @Nullable String device,
        Instant firstSeen,
        Instant lastSeen,
        boolean knowsPassword) {}
