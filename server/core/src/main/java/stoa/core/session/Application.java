package stoa.core.session;

import org.jspecify.annotations.Nullable;

/**
 * A grant of XEP-0493: an application that the owner of an account lets use it. It is one of the
 * account's clients; its name among them is {@link #clientId}, which no client can give itself (see
 * {@link #isClientId}) and which tells what it may: whatever stands under it stands under that
 * scope.
 *
 * @param id random, of this grant alone; neither a space nor a slash is in it
 * @param name what the application calls itself, on one line
 * @param scope what it may
 */
public record Application(String id, String name, Scope scope) {
    private static final String PREFIX = "oauth ";

    /** What it is called among the account's clients. */
    public String clientId() {
        return PREFIX + id + scope.mark() + " " + name;
    }

    /** Whether a client's id is a grant's. */
    public static boolean isClientId(String clientId) {
        return clientId.startsWith(PREFIX);
    }

    /** The grant of that client's id, or null when it is another client's. */
    public static @Nullable Application of(String clientId) {
        int space = clientId.indexOf(' ', PREFIX.length());
        if (!isClientId(clientId) || space <= PREFIX.length()) {
            return null;
        }
        String marked = clientId.substring(PREFIX.length(), space);
        int slash = marked.indexOf('/');
        String id = slash < 0 ? marked : marked.substring(0, slash);
        Scope scope = Scope.ofMark(marked.substring(id.length()));
        return id.isEmpty() || scope == null
                ? null
                : new Application(id, clientId.substring(space + 1), scope);
    }

    /**
     * What the client of that id may: null when it is no grant's, for then it may what its owner
     * may. A grant that cannot be read is one of the narrowest scope.
     */
    public static @Nullable Scope scopeOf(String clientId) {
        if (!isClientId(clientId)) {
            return null;
        }
        Application grant = of(clientId);
        return grant == null ? Scope.ACCOUNT_READ : grant.scope();
    }
}
