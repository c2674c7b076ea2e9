package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Session;

/** Somebody who sends more than the operator allows (RFC 6120, 13.12), from two devices. */
class SendingTooMuchTest {
    /** In a minute; with more of them, the first would be free again sooner. */
    private static final int ALLOWED = 2;

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");

    @Test
    void what_is_too_much_comes_back_and_nobody_else_notices() {
        var setup =
                Setup.of("example.org")
                        .account(juliet)
                        .account(romeo)
                        .set("limits.account_messages", Integer.toString(ALLOWED));
        try (var server = TestServer.start(setup);
                var laptop = signIn(server, juliet, "laptop");
                var phone = signIn(server, juliet, "phone");
                var reader = signIn(server, romeo, "pc")) {
            for (int i = 0; i < ALLOWED; i++) {
                say(i % 2 == 0 ? laptop : phone, romeo, "m" + i);
            }
            String last = "m" + (ALLOWED - 1);
            reader.inbox().need(last, one -> last.equals(one.attribute("id")), Connection.PATIENCE);
            say(phone, romeo, "late");
            var refused =
                    phone.inbox()
                            .need(
                                    "the refusal",
                                    one -> "late".equals(one.attribute("id")),
                                    Connection.PATIENCE);
            var error = refused.child("error").orElseThrow();
            assertThat(error.attribute("type")).isEqualTo("wait");
            assertThat(error.child("policy-violation")).isPresent();
            assertThat(error.child("text").orElseThrow().text()).contains("messages");
            // The session goes on, and others have their own.
            assertThat(
                            phone.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>")
                                    .attribute("type"))
                    .isEqualTo("result");
            say(reader, juliet, "hush");
            laptop.inbox()
                    .need("hush", one -> "hush".equals(one.attribute("id")), Connection.PATIENCE);
            assertThat(reader.inbox().holds(one -> "late".equals(one.attribute("id")))).isFalse();
        }
    }

    private static Session signIn(TestServer server, Account who, String resource) {
        var session = Session.signIn(server.endpoint(), who.jid(), who.password(), resource);
        session.becomeAvailable();
        return session;
    }

    private static void say(Session from, Account to, String id) {
        from.send(
                "<message type='chat' id='"
                        + id
                        + "' to='"
                        + to.jid()
                        + "'><body>"
                        + id
                        + "</body></message>");
    }
}
