package stoa.webapi;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Why a call is refused, RFC 9457.
 *
 * @param status the HTTP status code
 * @param code for programs: stable, lower case with hyphens
 * @param detail for people: a sentence that says what to do
 * @param retrySeconds after how many seconds it may be tried again (RFC 9110 section 10.2.3); 0
 *     where that is not known
 */
public record Problem(int status, String code, String detail, long retrySeconds) {
    static final Problem NOT_JSON =
            new Problem(415, "not-json", "Send a JSON object as application/json.");
    static final Problem UNAUTHENTICATED = new Problem(401, "not-signed-in", "Sign in again.");
    static final Problem SETUP_USED =
            new Problem(
                    410,
                    "setup-link-used",
                    "This link has been used. Sign in, or ask your administrator for an invitation.");
    static final Problem INVITE_USED =
            new Problem(410, "invite-used", "This invitation has been used. Ask for a new one.");
    static final Problem INVITE_EXPIRED =
            new Problem(410, "invite-expired", "This invitation has expired. Ask for a new one.");
    static final Problem INVITE_FOR_CONTACTS =
            new Problem(
                    410,
                    "invite-for-contacts",
                    "This invitation makes no account. Open it in the app you chat with.");
    static final Problem INVITE_BUSY =
            new Problem(
                    503,
                    "try-again",
                    "Somebody is using this invitation right now. Try again in a moment.");
    static final Problem USERNAME_TAKEN =
            new Problem(409, "username-taken", "This user name is taken. Choose another one.");
    static final Problem USERNAME_INVALID =
            new Problem(
                    422,
                    "username-invalid",
                    "A user name may have letters, digits, dots, hyphens and underscores, and no spaces.");
    static final Problem TRY_AGAIN =
            new Problem(
                    503, "try-again", "The server could not store this. Try again in a moment.");
    static final Problem DOMAIN_UNKNOWN =
            new Problem(404, "domain-unknown", "This server does not serve that domain.");
    static final Problem NOT_FOUND = new Problem(404, "not-found", "There is nothing here.");

    public Problem(int status, String code, String detail) {
        this(status, code, detail, 0);
    }

    static Problem tooMany(Duration wait) {
        return new Problem(
                429,
                "too-many-tries",
                "Too many tries from your address did not work. Try again later.",
                Math.max(1, (wait.toMillis() + 999) / 1_000));
    }

    static Problem inviteFor(String username) {
        return new Problem(
                422,
                "username-invalid",
                "This invitation is for the user name " + username + " alone.");
    }

    static Problem missing(String field) {
        return new Problem(
                400, "field-missing", "The field \"" + field + "\" is missing or not a text.");
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", code)
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
    }
}
