package stoa.webapi.oauth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.seal.Seal;

/**
 * What an application has said of itself (RFC 7591 section 2). Nothing of it is kept: the client
 * identifier is this, sealed, so that registrations cannot fill anything and none has to be thrown
 * out for another.
 *
 * @param id the client identifier
 * @param name what it calls itself, on one line
 */
record Registration(String id, String name, List<RedirectUri> redirects) {
    static final int MOST_NAME = 60;
    static final int MOST_REDIRECTS = 5;

    /** Characters of all redirect URIs together: identifiers travel in addresses. */
    static final int MOST_REDIRECT_CHARS = 1_500;

    private static final String KIND = "client";

    /**
     * Reads client metadata and answers it (section 3.2.1). What is asked for beside the name and
     * the redirect URIs is replaced by what there is.
     *
     * @throws OAuthProblem when it cannot be had
     */
    static JsonObject register(JsonObject metadata, Seal seal, Instant now) {
        String name = name(metadata.getValue("client_name"));
        List<String> redirects = redirects(metadata.getValue("redirect_uris"));
        String[] lines = new String[redirects.size() + 2];
        lines[0] = KIND;
        lines[1] = name;
        for (int i = 0; i < redirects.size(); i++) {
            lines[i + 2] = redirects.get(i);
        }
        return new JsonObject()
                .put("client_id", seal.close(lines))
                .put("client_id_issued_at", now.getEpochSecond())
                .put("client_name", name)
                .put("redirect_uris", new JsonArray(redirects))
                .put("token_endpoint_auth_method", "none")
                .put("grant_types", new JsonArray(List.of("authorization_code", "refresh_token")))
                .put("response_types", new JsonArray(List.of("code")))
                .put("scope", String.join(" ", Scopes.SUPPORTED));
    }

    /** People read it in a question and in a list: one line without tricks, and not a long one. */
    private static String name(@Nullable Object value) {
        String line =
                value instanceof String text
                        ? text.strip().replaceAll("[\\p{C}\\p{Z}]+", " ").strip()
                        : "";
        if (line.isEmpty() || line.codePointCount(0, line.length()) > MOST_NAME) {
            throw OAuthProblem.badMetadata(
                    "\"client_name\" must be a text of 1 to " + MOST_NAME + " characters.");
        }
        return line;
    }

    private static List<String> redirects(@Nullable Object value) {
        if (!(value instanceof JsonArray all) || all.isEmpty() || all.size() > MOST_REDIRECTS) {
            throw OAuthProblem.badRedirect(
                    "\"redirect_uris\" must be a list of 1 to " + MOST_REDIRECTS + ".");
        }
        List<String> redirects = new ArrayList<>();
        for (Object one : all) {
            if (!(one instanceof String text) || RedirectUri.of(text) == null) {
                throw OAuthProblem.badRedirect(
                        "A redirect URI begins with https:, with http: and a loopback address,"
                                + " or with a scheme that is a domain name backwards.");
            }
            redirects.add(text);
        }
        if (redirects.stream().mapToInt(String::length).sum() > MOST_REDIRECT_CHARS) {
            throw OAuthProblem.badRedirect("The redirect URIs are too long.");
        }
        return redirects;
    }

    /** The application of that identifier; null when it was not made here. */
    static @Nullable Registration of(@Nullable String id, Seal seal) {
        List<String> lines = id == null ? null : seal.open(id);
        if (id == null || lines == null || lines.size() < 3 || !lines.getFirst().equals(KIND)) {
            return null;
        }
        List<RedirectUri> redirects = new ArrayList<>();
        for (String text : lines.subList(2, lines.size())) {
            RedirectUri redirect = RedirectUri.of(text);
            if (redirect != null) {
                redirects.add(redirect);
            }
        }
        return new Registration(id, lines.get(1), redirects);
    }

    /** The registered redirect URI that a request is for; null when it is for none. */
    @Nullable RedirectUri redirect(@Nullable String asked) {
        if (asked == null) { // RFC 6749 section 3.1.2.3: with one there is nothing to choose
            return redirects.size() == 1 ? redirects.getFirst() : null;
        }
        RedirectUri wanted = RedirectUri.of(asked);
        return wanted != null && redirects.stream().anyMatch(one -> one.admits(wanted))
                ? wanted
                : null;
    }
}
