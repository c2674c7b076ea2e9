package stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.federation.Federation.HERE;
import static stoa.conformance.federation.Federation.THERE;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.conformance.federation.Federation.Kind;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** Servers that do not exist, are not let in, cannot prove who they are, or go away for a while. */
@Tag("slow")
class BadDaysTest {
    /** A stanza waits this long for a server, and the attempt under way may take its time. */
    private static final Duration LONG = PATIENCE.plusSeconds(60);

    private static final int SIGN_INS = 6;

    private static Session available(Federation federation, String name) {
        Session session = federation.signIn(name, "laptop");
        session.becomeAvailable();
        return session;
    }

    private static void says(Session from, String to, String id, String body) {
        from.send(
                "<message type='chat' id='"
                        + id
                        + "' to='"
                        + to
                        + "'><body>"
                        + body
                        + "</body></message>");
    }

    private static void hears(Federation federation, Session session, String body) {
        if (!heard(session, body, LONG)) {
            throw new AssertionError("did not hear: " + body + "\n" + federation.logs());
        }
    }

    private static boolean heard(Session session, String body, Duration patience) {
        return session.inbox()
                .take(
                        one ->
                                one.name().equals("message")
                                        && one.child("body")
                                                .map(Element::text)
                                                .orElse("")
                                                .equals(body),
                        0,
                        patience)
                .isPresent();
    }

    /**
     * Signs in until all of it was heard. ejabberd stores what comes for somebody who is not there,
     * and tells what it has stored when they come; what it is storing in that very moment it tells
     * when they come the next time.
     */
    private static void hearsInTime(Federation federation, String who, List<String> bodies) {
        List<String> missing = new ArrayList<>(bodies);
        for (int i = 0; i < SIGN_INS && !missing.isEmpty(); i++) {
            try (Session session = available(federation, who)) {
                missing.removeIf(body -> heard(session, body, LONG.dividedBy(SIGN_INS)));
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("did not hear: " + missing + "\n" + federation.logs());
        }
    }

    /** The condition of the error that the message with that id came back with. */
    private static String error(Federation federation, Session session, String id) {
        return session.inbox()
                .take(
                        one ->
                                "error".equals(one.attribute("type"))
                                        && id.equals(one.attribute("id")),
                        0,
                        LONG)
                .orElseThrow(
                        () -> new AssertionError("no error for " + id + "\n" + federation.logs()))
                .element()
                .child("error")
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .name();
    }

    @Test
    void servers_that_do_not_exist_are_said_not_to() throws Exception {
        try (var federation = Federation.plan(Kind.STOA, Proof.DIALBACK).start()) {
            federation.names.noService("silent.example");
            federation.names.publish();
            try (Session juliet = available(federation, "juliet")) {
                says(juliet, "romeo@nowhere.example", "nowhere", "hello?");
                assertThat(error(federation, juliet, "nowhere"))
                        .isEqualTo("remote-server-not-found");
                says(juliet, "romeo@silent.example", "silent", "hello?");
                assertThat(error(federation, juliet, "silent"))
                        .isEqualTo("remote-server-not-found");
                var answer = juliet.ask("get", "nowhere.example", "<ping xmlns='urn:xmpp:ping'/>");
                assertThat(answer.toString()).contains("remote-server-not-found");
            }
        }
    }

    @Test
    void a_server_that_nobody_answers_at_is_said_to_be_out_of_reach() throws Exception {
        try (var federation = Federation.plan(Kind.STOA, Proof.DIALBACK).start()) {
            // nothing listens at that port
            federation.names.service("closed.example", "xmpp." + THERE, 9);
            federation.names.publish();
            try (Session juliet = available(federation, "juliet")) {
                says(juliet, "romeo@closed.example", "closed", "hello?");
                assertThat(error(federation, juliet, "closed")).isEqualTo("remote-server-timeout");
            }
        }
    }

    /** Debian's ejabberd does not look for such records. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STOA", "PROSODY"})
    void direct_tls_by_srv_is_enough(Kind kind) {
        var plan = Federation.plan(kind, Proof.CERTIFICATES).byDirectTls();
        try (var federation = plan.start();
                Session juliet = available(federation, "juliet");
                Session romeo = available(federation, "romeo")) {
            says(juliet, romeo.jid(), "one", "by another door");
            hears(federation, romeo, "by another door");
            says(romeo, juliet.jid(), "two", "and back by it");
            hears(federation, juliet, "and back by it");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whom_the_operator_denies_is_neither_called_nor_let_in(Kind kind) {
        var plan = Federation.plan(kind, Proof.DIALBACK).set("s2s.deny", "[\"" + THERE + "\"]");
        try (var federation = plan.start();
                Session juliet = available(federation, "juliet");
                Session romeo = available(federation, "romeo")) {
            says(juliet, romeo.jid(), "out", "hello?");
            assertThat(error(federation, juliet, "out")).isNotEmpty();
            says(romeo, juliet.jid(), "in", "hello?");
            assertThat(error(federation, romeo, "in")).startsWith("remote-server");
            assertThat(juliet.inbox().holds(one -> one.child("body").isPresent())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_certificate_nobody_has_signed_is_no_proof_where_certificates_are_wanted(Kind kind) {
        noProof(kind, Authority::selfSigned);
    }

    @Test
    void an_expired_certificate_is_no_proof() {
        noProof(Kind.PROSODY, Authority::issueExpired);
    }

    @Test
    void a_certificate_for_another_domain_is_no_proof() {
        noProof(Kind.PROSODY, (authority, names) -> authority.issue("padua.example"));
    }

    private static void noProof(Kind kind, Federation.Shown shown) {
        var plan = Federation.plan(kind, Proof.CERTIFICATES).showing(shown);
        try (var federation = plan.start();
                Session juliet = available(federation, "juliet");
                Session romeo = available(federation, "romeo")) {
            says(juliet, romeo.jid(), "out", "hello?");
            assertThat(error(federation, juliet, "out")).startsWith("remote-server");
            says(romeo, juliet.jid(), "in", "hello?");
            assertThat(error(federation, romeo, "in")).isNotEmpty();
            assertThat(juliet.inbox().holds(one -> one.child("body").isPresent())).isFalse();
            assertThat(romeo.inbox().holds(one -> one.child("body").isPresent())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_is_said_while_the_other_server_restarts_arrives_when_it_is_back(Kind kind) {
        // How long another server takes to start is the machine's; what is said is not given up
        // before, and it is tried soon after.
        var plan =
                Federation.plan(kind, Proof.DIALBACK)
                        .set("s2s.patience_seconds", "300")
                        .set("s2s.retry_longest_seconds", "5");
        try (var federation = plan.start();
                Session juliet = available(federation, "juliet")) {
            try (Session romeo = available(federation, "romeo")) {
                says(juliet, romeo.jid(), "before", "before");
                hears(federation, romeo, "before");
            }
            federation.there.kill();
            federation.noticesTheEnd();
            List<String> meanwhile = List.of("first", "second", "third");
            meanwhile.forEach(body -> says(juliet, "romeo@" + THERE, body, body));
            federation.there.startAgain();
            hearsInTime(federation, "romeo", meanwhile);
            try (Session romeo = available(federation, "romeo")) {
                says(romeo, juliet.jid(), "after", "after");
                hears(federation, juliet, "after");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void after_a_restart_of_ours_both_sides_find_each_other_again(Kind kind) {
        try (var federation = Federation.plan(kind, Proof.DIALBACK).start();
                Session romeo = available(federation, "romeo")) {
            try (Session juliet = available(federation, "juliet")) {
                says(juliet, romeo.jid(), "before", "before");
                hears(federation, romeo, "before");
                says(romeo, juliet.jid(), "before", "before too");
                hears(federation, juliet, "before too");
            }
            federation.here.kill();
            federation.here.startAgain();
            try (Session juliet = available(federation, "juliet")) {
                says(juliet, romeo.jid(), "after", "after");
                hears(federation, romeo, "after");
                says(romeo, "juliet@" + HERE, "after", "after too");
                hears(federation, juliet, "after too");
            }
        }
    }
}
