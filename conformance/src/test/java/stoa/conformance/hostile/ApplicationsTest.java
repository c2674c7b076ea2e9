package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Application;
import stoa.conformance.wire.Application.Tokens;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/**
 * An application that an administrator has let in with the scope {@code xmpp:client:normal}
 * (XEP-0493): it chats, and tries everything else.
 */
class ApplicationsTest {
    private static final String DOMAIN = "example.org";
    private static final String NORMAL = "xmpp:client:normal";
    private static final String ADMIN = "http://jabber.org/protocol/admin#";

    private final Account juliet = Account.of("juliet@example.org");
    private PackagedServer server;
    private Application application;

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
        application = Application.register(server.endpoint(), DOMAIN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Session juliet(String resource) {
        return Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), resource);
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
                Session garden = application.signIn(application.letInBy(owner, NORMAL), "garden")) {
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
            assertForbidden(garden, "set", "", application.question(NORMAL));
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
            tokens = application.letInBy(owner, NORMAL);
            try (Session garden = application.signIn(tokens, "garden")) {
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
            tokens = application.letInBy(owner, NORMAL);
            owner.ask("set", DOMAIN, "<query xmlns='jabber:iq:register'><remove/></query>");
        }
        assertOver(tokens);
    }

    private void assertOver(Tokens tokens) throws IOException {
        assertThat(application.refresh(tokens))
                .startsWith("HTTP/1.1 400 ")
                .contains("invalid_grant");
        application.open(tokens, "challenge").close();
        assertThat(server.log()).doesNotContain(tokens.access(), tokens.refresh());
    }

    /** It is a grant's session that a stanza of it comes from, whatever it says. */
    @Test
    void it_survives_a_kill_of_the_server_and_is_still_an_application() throws IOException {
        Tokens tokens;
        try (Session owner = juliet("pc")) {
            tokens = application.letInBy(owner, NORMAL);
        }
        server.kill();
        server.startAgain();
        try (Session garden = application.signIn(tokens, "garden")) {
            assertForbidden(garden, "get", "", "<list xmlns='urn:xmpp:cam:0'/>");
        }
    }
}
