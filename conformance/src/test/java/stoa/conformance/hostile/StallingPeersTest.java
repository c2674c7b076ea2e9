package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Session;

/**
 * Peers that come, begin, and do not go on. Nobody waits for them, and after a while they are shown
 * the door.
 */
@Tag("slow")
class StallingPeersTest {
    private static final int OF_EACH_KIND = 25;
    private static final int PATIENCE_SECONDS = 120;
    private static final String HEADER =
            "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>";

    /** A TLS record that promises a ClientHello of 512 bytes, and the first few of them. */
    private static final String HALF_HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001";

    private final Account juliet = Account.of("juliet@example.org");

    @Test
    void who_begins_and_does_not_go_on_is_shut_out_and_keeps_nobody_waiting() throws IOException {
        try (var server =
                TestServer.start(
                        Setup.of("example.org").account(juliet).set("limits.enabled", "false"))) {
            var stalling = new ArrayList<Socket>();
            try {
                for (int i = 0; i < OF_EACH_KIND; i++) {
                    stalling.add(says(server.endpoint(), false, ""));
                    stalling.add(says(server.endpoint(), false, HEADER.substring(0, 30)));
                    stalling.add(says(server.endpoint(), false, HEADER));
                    stalling.add(
                            says(
                                    server.endpoint(),
                                    false,
                                    HEADER
                                            + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"));
                    stalling.add(says(server.endpoint(), true, ""));
                    stalling.add(says(server.endpoint(), true, HALF_HELLO));
                    stalling.add(halfSecured(server.endpoint()));
                }
                try (var session =
                        Session.signIn(
                                server.endpoint(), juliet.jid(), juliet.password(), "laptop")) {
                    session.becomeAvailable();
                    assertThat(
                                    session.ask(
                                                    "get",
                                                    "example.org",
                                                    "<ping xmlns='urn:xmpp:ping'/>")
                                            .attribute("type"))
                            .isEqualTo("result");
                    assertThat(stillOpen(stalling))
                            .as("connections left open after %s s", PATIENCE_SECONDS)
                            .isZero();
                    assertThat(
                                    session.ask(
                                                    "get",
                                                    "example.org",
                                                    "<ping xmlns='urn:xmpp:ping'/>")
                                            .attribute("type"))
                            .as("whoever has signed in stays, however little it says")
                            .isEqualTo("result");
                }
            } finally {
                for (var socket : stalling) {
                    socket.close();
                }
            }
        }
    }

    /** A byte now and then is no progress: the whole of a sign-in has its time, not each byte. */
    @Test
    void a_byte_now_and_then_does_not_keep_the_door_open()
            throws IOException, InterruptedException {
        try (var server =
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(juliet)
                                        .set("limits.enabled", "false"));
                var drip = says(server.endpoint(), false, "")) {
            drip.setSoTimeout(1000);
            long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
            boolean open = true;
            for (int i = 0; open && System.nanoTime() < deadline; i++) {
                open = sendsAndIsNotCut(drip, HEADER.charAt(i % (HEADER.length() - 1)));
            }
            assertThat(open).isFalse();
        }
    }

    private static boolean sendsAndIsNotCut(Socket socket, char next) {
        try {
            socket.getOutputStream().write(next);
            while (socket.getInputStream().read() >= 0) {
                // a stream error is read to its end
            }
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket says(Endpoint endpoint, boolean direct, String text) throws IOException {
        var socket = new Socket();
        socket.connect(
                new InetSocketAddress(
                        endpoint.host(), direct ? endpoint.tlsPort() : endpoint.port()),
                10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** STARTTLS is accepted, and the handshake begun that was asked for. */
    private static Socket halfSecured(Endpoint endpoint) throws IOException {
        var socket =
                says(
                        endpoint,
                        false,
                        HEADER + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        var seen = new StringBuilder();
        while (seen.indexOf("<proceed") < 0 || seen.charAt(seen.length() - 1) != '>') {
            seen.append((char) socket.getInputStream().read());
        }
        socket.getOutputStream().write(HALF_HELLO.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static long stillOpen(List<Socket> sockets) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        long open = 0;
        for (var socket : sockets) {
            if (!isClosedBy(socket, deadline)) {
                open++;
            }
        }
        return open;
    }

    private static boolean isClosedBy(Socket socket, long deadline) throws IOException {
        InputStream input = socket.getInputStream();
        while (true) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            socket.setSoTimeout((int) left);
            try {
                if (input.read() < 0) {
                    return true;
                }
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }
    }
}
