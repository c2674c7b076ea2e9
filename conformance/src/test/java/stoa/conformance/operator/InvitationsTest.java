package stoa.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;
import stoa.conformance.wire.Web;

/** One invitation for the web and for apps: XEP-0445 with {@code xmpp.registration = "invite"}. */
@TestInstance(Lifecycle.PER_CLASS)
class InvitationsTest {
    private static final String DOMAIN = "example.org";
    private static final String PASSWORD = "wherefore art thou";

    private final Account juliet = Account.of("juliet@example.org");
    private PackagedServer server;

    @BeforeAll
    void start() {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of(DOMAIN)
                                        .account(juliet)
                                        .set("admins", "['juliet@example.org']")
                                        .set("xmpp.registration", "'invite'"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** As the web chat does it for an administrator. */
    private String invitation(int uses) throws IOException {
        try (var session =
                Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "web")) {
            String bearer =
                    session.ask("get", DOMAIN, "<token xmlns='urn:stoa:api:0'/>")
                            .child("token")
                            .orElseThrow()
                            .text();
            String answer =
                    Web.post(
                            server.endpoint(),
                            DOMAIN,
                            "/api/v1/invites",
                            bearer,
                            "{\"uses\":" + uses + "}");
            var token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(answer);
            assertThat(token.find()).as(answer).isTrue();
            return token.group(1);
        }
    }

    private static String type(Element answer) {
        return answer.need("type");
    }

    private static Element preauth(Session session, String token) {
        return session.ask(
                "set", DOMAIN, "<preauth xmlns='urn:xmpp:pars:0' token='" + token + "'/>");
    }

    private static Element register(Session session, String name) {
        return session.ask(
                "set",
                DOMAIN,
                "<query xmlns='jabber:iq:register'><username>"
                        + name
                        + "</username><password>"
                        + PASSWORD
                        + "</password></query>");
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"STARTTLS", "DIRECT_TLS", "WEBSOCKET"})
    void a_link_of_the_web_makes_an_account_in_an_app_which_signs_in_on_the_same_stream(
            Transport transport) throws IOException {
        String token = invitation(1);
        String name = "romeo-" + transport.name().toLowerCase(java.util.Locale.ROOT);
        try (var session = new Session(Connection.open(server.endpoint(), DOMAIN, transport))) {
            assertThat(type(register(session, name))).isEqualTo("error");
            assertThat(type(preauth(session, token))).isEqualTo("result");
            assertThat(type(register(session, name))).isEqualTo("result");
            session.authenticate(name, PASSWORD, "SCRAM-SHA-256");
            session.bind("app");
            session.becomeAvailable();
        }
        assertThat(
                        Web.post(
                                server.endpoint(),
                                DOMAIN,
                                "/api/v1/invites/check",
                                "",
                                "{\"token\":\"" + token + "\"}"))
                .startsWith("HTTP/1.1 410");
        assertThat(server.log()).doesNotContain(token).doesNotContain(PASSWORD);
    }

    @Test
    void one_of_two_uses_is_the_web_s_and_the_other_an_app_s() throws IOException {
        String token = invitation(2);
        assertThat(
                        Web.post(
                                server.endpoint(),
                                DOMAIN,
                                "/api/v1/invites/accept",
                                "",
                                "{\"token\":\""
                                        + token
                                        + "\",\"username\":\"nurse\",\"password\":\""
                                        + PASSWORD
                                        + "\"}"))
                .startsWith("HTTP/1.1 201");
        try (var session =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS))) {
            assertThat(type(preauth(session, token))).isEqualTo("result");
            assertThat(register(session, "nurse").toString()).contains("conflict");
            assertThat(type(register(session, "peter"))).isEqualTo("result");
        }
        try (var late =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS))) {
            assertThat(preauth(late, token).toString()).contains("item-not-found");
            assertThat(register(late, "samson").toString()).contains("forbidden");
        }
    }

    @Test
    void a_removed_person_cannot_sign_in_and_the_name_is_nobody_else_s() throws Exception {
        String token = invitation(2);
        try (var session =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS))) {
            preauth(session, token);
            assertThat(type(register(session, "benvolio"))).isEqualTo("result");
        }
        Script.stoa("", "user", "remove", "benvolio@" + DOMAIN, "--data", server.data().toString())
                .well();
        try (var session =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS))) {
            preauth(session, token);
            assertThat(register(session, "benvolio").toString()).contains("conflict");
            assertThat(type(register(session, "balthasar"))).isEqualTo("result");
        }
    }

    @Test
    void a_new_password_from_the_command_line_ends_what_was_begun_with_the_old_one()
            throws Exception {
        String token = invitation(1);
        try (var session =
                new Session(Connection.open(server.endpoint(), DOMAIN, Transport.STARTTLS))) {
            preauth(session, token);
            register(session, "paris");
            session.authenticate("paris", PASSWORD, "SCRAM-SHA-256");
            session.bind("app");
            Script.stoa(
                            "a rose by any other name\n",
                            "user",
                            "password",
                            "paris@" + DOMAIN,
                            "--password-stdin",
                            "--data",
                            server.data().toString())
                    .well();
            session.inbox()
                    .need(
                            "the end of the stream",
                            one -> one.name().equals("error"),
                            Connection.PATIENCE);
        }
        try (var session =
                Session.signIn(
                        server.endpoint(), "paris@" + DOMAIN, "a rose by any other name", "")) {
            assertThat(session.jid()).startsWith("paris@");
        }
    }
}
