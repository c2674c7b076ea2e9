package stoa.accounts.invite;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import stoa.store.invite.Invite;
import stoa.xmpp.jid.BareJid;

/**
 * An invitation to be made.
 *
 * @param inviter who makes it, or null for the server itself
 * @param uses how often it may be used, from 1 to {@link #MOST_USES}
 * @param lifetime up to {@link #LONGEST}
 */
public record Wish(
        String domain,
        @Nullable BareJid inviter,
        Invite.Grants grants,
        int uses,
        Duration lifetime) {
    public static final int MOST_USES = 10_000;
    public static final Duration LONGEST = Duration.ofDays(365);
    public static final Duration USUAL = Duration.ofDays(7);

    public Wish {
        if (uses < 1 || uses > MOST_USES) {
            throw new IllegalArgumentException("uses: " + uses);
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lifetime: " + lifetime);
        }
    }
}
