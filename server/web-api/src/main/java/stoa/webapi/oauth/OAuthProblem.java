package stoa.webapi.oauth;

import io.vertx.core.json.JsonObject;

/** A refusal as the specifications have it (RFC 6749 section 5.2, RFC 7591 section 3.2.2). */
final class OAuthProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final long retrySeconds;

    private OAuthProblem(int status, String error, String description, long retrySeconds) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
        this.retrySeconds = retrySeconds;
    }

    static OAuthProblem badRequest(String description) {
        return new OAuthProblem(400, "invalid_request", description, 0);
    }

    static OAuthProblem badGrant() {
        return new OAuthProblem(400, "invalid_grant", "It is not good, or no longer.", 0);
    }

    static OAuthProblem badClient() {
        return new OAuthProblem(401, "invalid_client", "There is no such application.", 0);
    }

    static OAuthProblem badScope() {
        return new OAuthProblem(
                400,
                "invalid_scope",
                "There are " + String.join(", ", Scopes.SUPPORTED) + "; no more than was granted.",
                0);
    }

    static OAuthProblem badGrantType() {
        return new OAuthProblem(
                400, "unsupported_grant_type", "authorization_code or refresh_token.", 0);
    }

    static OAuthProblem badMetadata(String description) {
        return new OAuthProblem(400, "invalid_client_metadata", description, 0);
    }

    static OAuthProblem badRedirect(String description) {
        return new OAuthProblem(400, "invalid_redirect_uri", description, 0);
    }

    static OAuthProblem tooOften(long retrySeconds) {
        return new OAuthProblem(
                429, "temporarily_unavailable", "Too often. Try again later.", retrySeconds);
    }

    int status() {
        return status;
    }

    /** Seconds after which it may be tried again; 0 when that is not the matter. */
    long retrySeconds() {
        return retrySeconds;
    }

    JsonObject toJson() {
        return new JsonObject().put("error", error).put("error_description", getMessage());
    }
}
