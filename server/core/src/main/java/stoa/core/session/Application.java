package stoa.core.session;

import org.jspecify.annotations.Nullable;

/**
 * A grant of XEP-0493: an application that the owner of an account lets use it. It is one of the
 * account's clients; its name among them is {@link #clientId}, which no client can give itself (see
 * {@link #isClientId}).
 *
 * @param id random, of this grant alone
 * @param name what the application calls itself, on one line
 */
public record Application(String id, String name) {
    private static final String PREFIX = "oauth ";

    /** What it is called among the account's clients. */
    public String clientId() {
        return PREFIX + id + " " + name;
    }

    /** Whether a client's id is a grant's. */
    public static boolean isClientId(String clientId) {
        return clientId.startsWith(PREFIX);
    }

    /** The grant of that client's id, or null when it is another client's. */
    public static @Nullable Application of(String clientId) {
        int space = clientId.indexOf(' ', PREFIX.length());
        return isClientId(clientId) && space > PREFIX.length()
                ? new Application(
                        clientId.substring(PREFIX.length(), space), clientId.substring(space + 1))
                : null;
    }
}
