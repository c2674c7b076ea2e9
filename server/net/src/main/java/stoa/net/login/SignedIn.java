package stoa.net.login;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Scope;

/**
 * How somebody has signed in.
 *
 * @param agent the client, or null when it has not named itself; an application (XEP-0493) is named
 *     by its grant, whatever it calls itself
 * @param byPassword false with a token (XEP-0484) or a grant
 * @param changesBefore {@link PasswordChanges#count} before the account's secrets were looked up
 */
public record SignedIn(
        @Nullable UserAgent agent, boolean byPassword, Instant at, long changesBefore) {
    /** Whether it is by a grant, which does not allow all that the owner may (XEP-0493). */
    public boolean byGrant() {
        return grant() != null;
    }

    /** What the grant allows; null when it is by none, and the owner's own. */
    public @Nullable Scope scope() {
        return agent == null ? null : agent.scope();
    }

    /** Whether a session that began so may go on so: a grant reaches its own sessions alone. */
    public boolean mayGoOnAs(SignedIn next) {
        return Objects.equals(grant(), next.grant());
    }

    private @Nullable String grant() {
        return agent != null && agent.isApplication() ? agent.id() : null;
    }
}
