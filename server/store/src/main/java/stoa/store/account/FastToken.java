package stoa.store.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;

/**
 * A token that a client signs in with instead of a password, XEP-0484.
 *
 * @param key what its proofs are checked with
 * @param mechanism the SASL mechanism it was issued for, such as {@code HT-SHA-256-NONE}
 * @param counter the greatest counter a client has sent with it, 0 for none (section 3.5)
 * @param lastUsed when it was last used, null for never
 */
public record FastToken(
        Bytes key,
        String mechanism,
        Instant issuedAt,
        Instant expiresAt,
        long counter,
        @Nullable Instant lastUsed) {}
