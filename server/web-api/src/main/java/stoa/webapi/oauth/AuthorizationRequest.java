package stoa.webapi.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stoa.core.seal.Seal;
import stoa.core.session.Scope;

/**
 * What an application asks a person for (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
 *
 * @param redirect where the answer goes
 * @param redirectAsked the parameter itself, which the token request must repeat, or null
 * @param challenge of PKCE's method S256
 * @param scope what the application asks for, of what there is
 */
record AuthorizationRequest(
        Registration application,
        RedirectUri redirect,
        @Nullable String redirectAsked,
        @Nullable String state,
        String challenge,
        Scope scope) {
    /** Characters. */
    static final int MOST_STATE = 1_000;

    /** The base64url of a SHA-256. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** What reading has found. */
    sealed interface Read {}

    record Good(AuthorizationRequest request) implements Read {}

    /** What the application is told; where it wants that is known (section 4.1.2.1). */
    record Refused(String location) implements Read {}

    /** Nobody is told but the person: it is not known, or not certain, who asks. */
    record Unusable() implements Read {}

    /**
     * Reads one.
     *
     * @param issuer whom it was sent to
     */
    static Read of(Parameters all, Seal seal, String issuer) {
        Registration application = Registration.of(all.get("client_id"), seal);
        if (application == null || all.isDoubled("client_id") || all.isDoubled("redirect_uri")) {
            return new Unusable();
        }
        String asked = all.get("redirect_uri");
        RedirectUri redirect = application.redirect(asked);
        if (redirect == null) {
            return new Unusable();
        }
        String state = all.isDoubled("state") ? null : all.get("state");
        String challenge = all.get("code_challenge");
        Scope scope = Scopes.wanted(all.get("scope"));
        String error = error(all, state, challenge, scope);
        return error != null || challenge == null || scope == null
                ? new Refused(location(redirect, "error", String.valueOf(error), state, issuer))
                : new Good(
                        new AuthorizationRequest(
                                application, redirect, asked, state, challenge, scope));
    }

    private static @Nullable String error(
            Parameters all,
            @Nullable String state,
            @Nullable String challenge,
            @Nullable Scope scope) {
        String type = all.get("response_type");
        if (all.anyDoubled()
                || type == null
                || (state != null && state.length() > MOST_STATE)
                || !"query".equals(orElse(all.get("response_mode"), "query"))
                || challenge == null
                || !CHALLENGE.matcher(challenge).matches()
                || !"S256".equals(all.get("code_challenge_method"))) {
            return "invalid_request";
        }
        if (!type.equals("code")) {
            return "unsupported_response_type";
        }
        return scope == null ? "invalid_scope" : null;
    }

    private static String orElse(@Nullable String value, String fallback) {
        return value == null ? fallback : value;
    }

    /** Where the person goes who allows it (section 4.1.2). */
    String allowed(String code, String issuer) {
        return location(redirect, "code", code, state, issuer);
    }

    /** Where the person goes who refuses it (section 4.1.2.1). */
    String denied(String issuer) {
        return location(redirect, "error", "access_denied", state, issuer);
    }

    /**
     * With the issuer, so that no application takes one provider's answer for another's (RFC 9207).
     */
    private static String location(
            RedirectUri redirect,
            String name,
            String value,
            @Nullable String state,
            String issuer) {
        return redirect.with(
                name
                        + "="
                        + encoded(value)
                        + (state == null ? "" : "&state=" + encoded(state))
                        + "&iss="
                        + encoded(issuer));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
