package stoa.net.login;

import org.jspecify.annotations.Nullable;
import stoa.core.session.Application;
import stoa.core.session.Scope;

/**
 * How a client names itself while it signs in, XEP-0388 section 2.4.
 *
 * @param id stays the same for the same installation, and is nobody's but the account's
 * @param software its name, or null
 * @param device the name of what it runs on, or null
 */
public record UserAgent(String id, @Nullable String software, @Nullable String device) {
    private static final int MOST_ID = 64;
    private static final int MOST_NAME = 100;

    /** The agent of that id, or null when there is none that can be told from others. */
    public static @Nullable UserAgent of(
            @Nullable String id, @Nullable String software, @Nullable String device) {
        return id == null || id.isBlank() || id.length() > MOST_ID || Application.isClientId(id)
                ? null
                : new UserAgent(id, name(software), name(device));
    }

    /** An application that its owner has let in (XEP-0493). */
    public static UserAgent of(Application application) {
        return new UserAgent(application.clientId(), name(application.name()), null);
    }

    /** What it may as an application that its owner has let in; null when it is none. */
    public @Nullable Scope scope() {
        return Application.scopeOf(id);
    }

    /** Whether it is an application that may not do all that its owner may. */
    public boolean isApplication() {
        return Application.isClientId(id);
    }

    /** People read these in a list: one line, and not a long one. */
    private static @Nullable String name(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String line = text.strip().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return line.codePointCount(0, line.length()) <= MOST_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST_NAME));
    }
}
