package stoa.conformance.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.durability.Trace.Call;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/**
 * What {@code kill -9} cannot show: that a power cut would lose nothing either. The kernel's calls
 * are written down, with the streams unencrypted so that their bytes can be read; the
 * acknowledgement of a message, its copy for the addressee and a room's reflection leave only after
 * the sync that follows the write of the commit that holds it.
 */
@Tag("slow")
class SyncBeforeAckTest {
    private static final String SM = "urn:xmpp:sm:3";
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final String ROOM = "garden@conference.example.org";
    private static final int MESSAGES = 20;

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");

    @Test
    void nothing_is_acknowledged_or_spoken_before_it_is_on_the_disk() throws IOException {
        Path file = Files.createTempFile("stoa-trace-", ".txt");
        try {
            var setup =
                    Setup.of("example.org")
                            .account(juliet)
                            .account(romeo)
                            .set("xmpp.allow_plaintext", "true")
                            .under(
                                    "strace",
                                    "-f",
                                    "--seccomp-bpf",
                                    "-yy",
                                    "-s",
                                    "1000000",
                                    "-e",
                                    "trace=fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg",
                                    "-o",
                                    file.toString());
            try (var server = TestServer.start(setup)) {
                talk(server);
            }
            var trace = Trace.read(file);
            for (int i = 1; i <= MESSAGES; i++) {
                String proof = "proof of chat " + i + " end";
                var ack = Pattern.compile("<a [^>]*h='" + i + "'");
                syncedFirst(
                        trace,
                        proof,
                        "acknowledgement " + i,
                        call -> ack.matcher(call.arguments()).find());
                syncedFirst(trace, proof, "delivery", call -> call.arguments().contains(proof));
                String word = "proof of room " + i + " end";
                syncedFirst(trace, word, "reflection", call -> call.arguments().contains(word));
            }
        } finally {
            Files.delete(file);
        }
    }

    private void talk(TestServer server) {
        try (var sender = plain(server, juliet);
                var receiver = plain(server, romeo)) {
            enter(sender, "Juliet");
            var made =
                    sender.ask(
                            "set",
                            ROOM,
                            "<query xmlns='"
                                    + MUC
                                    + "#owner'><x xmlns='jabber:x:data' type='submit'/></query>");
            assertThat(made.attribute("type")).isEqualTo("result");
            enter(receiver, "Romeo");
            for (int i = 1; i <= MESSAGES; i++) {
                String body = "proof of room " + i + " end";
                sender.send(
                        "<message type='groupchat' to='"
                                + ROOM
                                + "'><body>"
                                + body
                                + "</body></message>");
                sender.inbox().need(body, one -> one.text().contains(body), PATIENCE);
                receiver.inbox().need(body, one -> one.text().contains(body), PATIENCE);
            }
            sender.send("<enable xmlns='" + SM + "'/>");
            sender.inbox().need("enabled", one -> one.is("enabled", SM), PATIENCE);
            for (int i = 1; i <= MESSAGES; i++) {
                String body = "proof of chat " + i + " end";
                String h = Integer.toString(i);
                sender.send(
                        "<message type='chat' to='"
                                + romeo.jid()
                                + "'><body>"
                                + body
                                + "</body></message><r xmlns='"
                                + SM
                                + "'/>");
                sender.inbox()
                        .need(
                                "acknowledgement " + i,
                                one -> one.is("a", SM) && h.equals(one.attribute("h")),
                                PATIENCE);
                receiver.inbox().need(body, one -> one.text().contains(body), PATIENCE);
            }
        }
    }

    private static Session plain(TestServer server, Account account) {
        var session =
                Session.signIn(
                        server.endpoint(),
                        account.jid(),
                        account.password(),
                        "wire",
                        Transport.PLAIN,
                        "SCRAM-SHA-1");
        session.becomeAvailable();
        return session;
    }

    private static void enter(Session session, String nick) {
        session.send(
                "<presence to='" + ROOM + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        session.inbox()
                .need(
                        nick + " inside",
                        one -> (ROOM + "/" + nick).equals(one.attribute("from")),
                        PATIENCE);
    }

    /**
     * The write of the proof, then a sync of that file, then the first of what {@code spoken}
     * describes.
     */
    private static void syncedFirst(
            Trace trace, String proof, String what, Predicate<Call> spoken) {
        Call written =
                first(
                        trace.calls(),
                        call -> call.isFile() && !call.isSync() && call.arguments().contains(proof),
                        proof + " in a file");
        Call synced =
                first(
                        trace.calls(),
                        call ->
                                call.isSync()
                                        && call.begun() > written.ended()
                                        && call.target().equals(written.target()),
                        "a sync of " + written.target() + " after " + proof);
        Call said =
                first(
                        trace.calls(),
                        call -> call.isTcp() && spoken.test(call),
                        what + " on the wire");
        assertThat(said.begun())
                .as("%s of \"%s\" leaves after the sync", what, proof)
                .isGreaterThan(synced.ended());
    }

    /** The calls are in the order of their ends; what matters here is which began first. */
    private static Call first(List<Call> calls, Predicate<Call> wanted, String what) {
        return calls.stream()
                .filter(wanted)
                .min((a, b) -> Integer.compare(a.begun(), b.begun()))
                .orElseThrow(() -> new AssertionError("the trace does not show " + what));
    }
}
