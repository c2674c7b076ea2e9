package stoa.core.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application may with the account whose owner has let it in (XEP-0493 section 3), by the
 * names that OAuth has for it.
 */
public enum Scope {
    /** It chats, and does nothing about who may use the account. */
    CLIENT_NORMAL("", "xmpp:client:normal"),

    /** It reads what the account has stored at its server, and communicates with nobody. */
    ACCOUNT_READ("/read", "xmpp:account:read"),

    /** It reads that and writes it, and communicates with nobody. */
    ACCOUNT_WRITE("/write", "xmpp:account:read xmpp:account:write");

    private final String mark;
    private final String text;

    Scope(String mark, String text) {
        this.mark = mark;
        this.text = text;
    }

    /** What OAuth calls it: one name, or several with spaces between (RFC 6749 section 3.3). */
    public String text() {
        return text;
    }

    /** The names that it goes by, one by one. */
    public List<String> names() {
        return List.of(text.split(" ", -1));
    }

    /** Whether it ends at the account: no communication, neither to others nor from them. */
    public boolean isAccountOnly() {
        return this != CLIENT_NORMAL;
    }

    /** What tells it in a client's id: nothing for the one that there was first. */
    String mark() {
        return mark;
    }

    /** The scope of that mark, or null when there is none such. */
    static @Nullable Scope ofMark(String mark) {
        for (Scope scope : values()) {
            if (scope.mark.equals(mark)) {
                return scope;
            }
        }
        return null;
    }
}
