package stoa.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An application "Garden" that people let use their accounts (XEP-0493), registered at a domain.
 */
public final class Application {
    private static final String REDIRECT = "https://garden.example/back";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

    private final Endpoint endpoint;
    private final String domain;
    private final String client;

    /** What it holds for an account. */
    public record Tokens(String access, String refresh, String scope) {}

    private Application(Endpoint endpoint, String domain, String client) {
        this.endpoint = endpoint;
        this.domain = domain;
        this.client = client;
    }

    /** Registers it (RFC 7591). */
    public static Application register(Endpoint endpoint, String domain) throws IOException {
        String answer =
                Web.post(
                        endpoint,
                        domain,
                        "/oauth/register",
                        new Web.Sent(
                                "application/json",
                                "{\"client_name\":\"Garden\",\"redirect_uris\":[\""
                                        + REDIRECT
                                        + "\"]}"));
        return new Application(endpoint, domain, field(answer, "client_id"));
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return found.group(1);
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What a session of the owner's says to let it in for that scope. */
    public String question(String scope) {
        Map<String, String> request = new TreeMap<>();
        request.put("response_type", "code");
        request.put("client_id", client);
        request.put("redirect_uri", REDIRECT);
        request.put("scope", scope);
        request.put("code_challenge_method", "S256");
        try {
            request.put(
                    "code_challenge",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(VERIFIER.getBytes(UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return "<allow xmlns='urn:stoa:oauth:0'>" + Element.escape(encoded(request)) + "</allow>";
    }

    /** The owner lets it in. */
    public Tokens letInBy(Session owner, String scope) throws IOException {
        String address = owner.ask("set", "", question(scope)).child("allow").orElseThrow().text();
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(address);
        if (!code.find()) {
            throw new AssertionError("no code in " + address);
        }
        return tokens(
                token(
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                code.group(1),
                                "redirect_uri",
                                REDIRECT,
                                "code_verifier",
                                VERIFIER)));
    }

    private String token(Map<String, String> form) throws IOException {
        Map<String, String> all = new TreeMap<>(form);
        all.put("client_id", client);
        return Web.post(
                endpoint,
                domain,
                "/oauth/token",
                new Web.Sent("application/x-www-form-urlencoded", encoded(all)));
    }

    /** What a token response holds. */
    public static Tokens tokens(String answer) {
        return new Tokens(
                field(answer, "access_token"),
                field(answer, "refresh_token"),
                field(answer, "scope"));
    }

    /** What it is answered to its refresh token, with the head. */
    public String refresh(Tokens tokens) throws IOException {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", tokens.refresh()));
    }

    /** Shows its access token: success, or a challenge. */
    public Session open(Tokens tokens, String expected) {
        Session session = new Session(Connection.open(endpoint, domain, Transport.STARTTLS));
        Element answer = session.tryToken(tokens.access());
        if (!answer.name().equals(expected)) {
            throw new AssertionError("SASL answered " + answer);
        }
        return session;
    }

    /** Signs in and binds a resource that the server chooses behind that name. */
    public Session signIn(Tokens tokens, String name) {
        Session session = open(tokens, "success");
        session.connection().startStream();
        session.bind(name);
        return session;
    }
}
