package stoa.webapi.oauth;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Scope;

/** What requests say of scopes, RFC 6749 section 3.3. Pure. */
final class Scopes {
    /** All that there are, as a request may name them. */
    static final List<String> SUPPORTED =
            Stream.of(Scope.values()).flatMap(scope -> scope.names().stream()).distinct().toList();

    private Scopes() {}

    /**
     * What a request asks for. Without a word that is {@code xmpp:client:normal}; of several known
     * words it is the widest, and unknown words are passed over: the token response tells what it
     * has become.
     *
     * @param text the parameter, or null when there is none
     * @return null when it has no known word
     */
    static @Nullable Scope wanted(@Nullable String text) {
        List<String> words = text == null ? List.of() : List.of(text.split(" ", -1));
        if (text == null || words.containsAll(Scope.CLIENT_NORMAL.names())) {
            return Scope.CLIENT_NORMAL;
        }
        if (words.contains("xmpp:account:write")) {
            return Scope.ACCOUNT_WRITE;
        }
        return words.containsAll(Scope.ACCOUNT_READ.names()) ? Scope.ACCOUNT_READ : null;
    }

    /**
     * Whether a refresh asks for nothing that was not granted (section 6). It may ask for less, and
     * is told that it has what it had.
     *
     * @param text the parameter, or null when there is none
     */
    static boolean isWithin(Scope granted, @Nullable String text) {
        Scope wanted = text == null ? granted : wanted(text);
        return wanted != null && granted.names().containsAll(wanted.names());
    }
}
