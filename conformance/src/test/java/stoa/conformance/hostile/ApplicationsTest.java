package stoa.conformance.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;
import stoa.conformance.wire.Web;

/**
 * An application that an administrator has let in with the scope {@code xmpp:client:normal}
 * (XEP-0493): it chats, and tries everything else.
 */
class ApplicationsTest {
    private static final String DOMAIN = "example.org";
    private static final String REDIRECT = "https://garden.example/back";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    private static final String ADMIN = "http://jabber.org/protocol/admin#";

    private final Account juliet = Account.of("juliet@example.org");
    private PackagedServer server;
    private String client;

    private record Tokens(String access, String refresh) {}

    @BeforeEach
    void start() throws IOException {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of(DOMAIN)
                                        .account(juliet)
                                        .set("admins", "['juliet@example.org']")
                                        .set("xmpp.registration", "'invite'")
                                        .set(
                                                "web.launcher_origins",
                                                "['https://intranet.example.org']")
                                        .set("oauth.enabled", "true"));
        client =
                field(
                        Web.post(
                                server.endpoint(),
                                DOMAIN,
                                "/oauth/register",
                                new Web.Sent(
                                        "application/json",
                                        "{\"client_name\":\"Garden\",\"redirect_uris\":[\""
                                                + REDIRECT
                                                + "\"]}")),
                        "client_id");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Session juliet(String resource) {
        return Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), resource);
    }

    private String ask() {
        Map<String, String> request = new TreeMap<>();
        request.put("response_type", "code");
        request.put("client_id", client);
        request.put("redirect_uri", REDIRECT);
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

    private String token(Map<String, String> form) throws IOException {
        Map<String, String> all = new TreeMap<>(form);
        all.put("client_id", client);
        return Web.post(
                server.endpoint(),
                DOMAIN,
                "/oauth/token",
                new Web.Sent("application/x-www-form-urlencoded", encoded(all)));
    }

    private String refresh(Tokens tokens) throws IOException {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", tokens.refresh()));
    }

    /** Juliet lets Garden in. */
    private Tokens grant(Session owner) throws IOException {
        String address = owner.ask("set", "", ask()).child("allow").orElseThrow().text();
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(address);
        assertThat(code.find()).as(address).isTrue();
        String answer =
                token(
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                code.group(1),
                                "redirect_uri",
                                REDIRECT,
                                "code_verifier",
                                VERIFIER));
        return new Tokens(field(answer, "access_token"), field(answer, "refresh_token"));
    }

    private Session garden(Tokens tokens) {
        Session garden =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS));
        assertThat(garden.tryToken(tokens.access()).name()).isEqualTo("success");
        garden.connection().startStream();
        garden.bind("garden");
        return garden;
    }

    private static void assertForbidden(Session garden, String type, String to, String payload) {
        Element answer = garden.ask(type, to, payload);
        assertThat(answer.toString()).as(payload).contains("<forbidden");
    }

    private static String command(String node) {
        return "<command xmlns='http://jabber.org/protocol/commands' node='" + node + "'/>";
    }

    @Test
    void it_chats_and_does_nothing_about_who_may_use_the_account() throws IOException {
        try (Session owner = juliet("pc");
                Session garden = garden(grant(owner))) {
            garden.becomeAvailable();
            assertThat(garden.ask("get", DOMAIN, "<ping xmlns='urn:xmpp:ping'/>").need("type"))
                    .isEqualTo("result");
            assertThat(garden.ask("set", "", "<query xmlns='urn:xmpp:mam:2'/>").need("type"))
                    .isEqualTo("result");
            String register = "<query xmlns='jabber:iq:register'>";
            for (String to : new String[] {"", DOMAIN, juliet.jid()}) {
                assertForbidden(
                        garden,
                        "set",
                        to,
                        register
                                + "<username>juliet</username><password>mine from now on</password></query>");
                assertForbidden(garden, "set", to, register + "<remove/></query>");
            }
            assertForbidden(garden, "get", "", "<list xmlns='urn:xmpp:cam:0'/>");
            assertForbidden(garden, "set", "", "<revoke xmlns='urn:xmpp:cam:0' id='x'/>");
            assertForbidden(garden, "set", "", ask());
            assertForbidden(garden, "get", DOMAIN, "<token xmlns='urn:stoa:api:0'/>");
            assertForbidden(
                    garden,
                    "set",
                    "",
                    "<launcher xmlns='urn:stoa:launcher:0' origin='https://intranet.example.org'/>");
            for (String node :
                    new String[] {
                        ADMIN + "add-user",
                        ADMIN + "delete-user",
                        ADMIN + "change-user-password",
                        ADMIN + "end-user-session",
                        ADMIN + "edit-admin",
                        ADMIN + "shutdown",
                        "urn:xmpp:invite#invite",
                        "urn:xmpp:invite#create-account"
                    }) {
                assertForbidden(garden, "set", DOMAIN, command(node));
                assertThat(owner.ask("set", DOMAIN, command(node)).need("type"))
                        .as("the owner herself: %s", node)
                        .isEqualTo("result");
            }
            assertThat(
                            garden.ask(
                                            "get",
                                            DOMAIN,
                                            "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>")
                                    .toString())
                    .doesNotContain("<item");
        }
    }

    @Test
    void a_new_password_ends_it() throws IOException {
        Tokens tokens;
        try (Session owner = juliet("pc")) {
            tokens = grant(owner);
            try (Session garden = garden(tokens)) {
                assertThat(
                                owner.ask(
                                                "set",
                                                DOMAIN,
                                                "<query xmlns='jabber:iq:register'><username>juliet</username><password>another one altogether</password></query>")
                                        .need("type"))
                        .isEqualTo("result");
                garden.connection()
                        .inbox()
                        .need(
                                "the end of its stream",
                                one -> one.name().equals("error"),
                                Connection.PATIENCE);
            }
        }
        assertOver(tokens);
    }

    @Test
    void the_end_of_the_account_ends_it() throws IOException {
        Tokens tokens;
        try (Session owner = juliet("pc")) {
            tokens = grant(owner);
            owner.ask("set", DOMAIN, "<query xmlns='jabber:iq:register'><remove/></query>");
        }
        assertOver(tokens);
    }

    private void assertOver(Tokens tokens) throws IOException {
        assertThat(refresh(tokens)).startsWith("HTTP/1.1 400 ").contains("invalid_grant");
        try (Session garden =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS))) {
            assertThat(garden.tryToken(tokens.access()).name()).isEqualTo("challenge");
        }
        assertThat(server.log()).doesNotContain(tokens.access(), tokens.refresh());
    }

    /** It is a grant's session that a stanza of it comes from, whatever it says. */
    @Test
    void it_survives_a_kill_of_the_server_and_is_still_an_application() throws IOException {
        Tokens tokens;
        try (Session owner = juliet("pc")) {
            tokens = grant(owner);
        }
        server.kill();
        server.startAgain();
        try (Session garden = garden(tokens)) {
            assertForbidden(garden, "get", "", "<list xmlns='urn:xmpp:cam:0'/>");
        }
    }
}
