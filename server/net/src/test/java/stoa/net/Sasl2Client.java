package stoa.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * Signs in with SASL2 (XEP-0388), over any transport and after TLS, and counts how often it has to
 * wait for the server before it can say more.
 */
public final class Sasl2Client implements AutoCloseable {
    public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static final String SASL2 = "urn:xmpp:sasl:2";
    public static final String FAST = "urn:xmpp:fast:0";
    public static final String BIND2 = "urn:xmpp:bind:0";
    public static final String SM = "urn:xmpp:sm:3";
    private static final byte[] UNBOUND = {};

    private final TestClient client;
    private final boolean framed;
    private String agent = "a phone";
    private boolean hasHeard = true;
    private int roundTrips;

    private Sasl2Client(TestClient client, boolean framed) {
        this.client = client;
        this.framed = framed;
    }

    /** Connects, up to where TLS stands and no stream is open. */
    public static Sasl2Client connect(TestServer server, Transport transport) {
        return switch (transport) {
            case STARTTLS -> {
                XmppClient plain = XmppClient.connect(server.startTlsPort());
                plain.open(TestServer.DOMAIN);
                yield new Sasl2Client(plain.startTlsOnly(TestServer.DOMAIN), false);
            }
            case DIRECT_TLS ->
                    new Sasl2Client(
                            XmppClient.connectTls(server.directPort(), TestServer.DOMAIN), false);
            case WEBSOCKET ->
                    new Sasl2Client(
                            WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN), true);
        };
    }

    /** Names itself by that id from now on. */
    public Sasl2Client as(String id) {
        agent = id;
        return this;
    }

    /** Says all of this at once: nothing of it waits for an answer. */
    public void sayAtOnce(String... all) {
        if (hasHeard) {
            roundTrips++;
            hasHeard = false;
        }
        if (framed) {
            List.of(all).forEach(client::send);
        } else {
            client.send(String.join("", all));
        }
    }

    public Element next() {
        hasHeard = true;
        return client.next();
    }

    public Element expect(String name) {
        hasHeard = true;
        return client.expect(name);
    }

    public Element expectError(String condition) {
        hasHeard = true;
        return client.expectError(condition);
    }

    /** How often something was said after something was heard. */
    public int roundTrips() {
        return roundTrips;
    }

    /** What opens a stream, saying who will sign in. */
    public String header(@Nullable String from) {
        String who = from == null ? "" : " from='" + from + "'";
        return framed
                ? "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='%s'%s version='1.0'/>"
                        .formatted(TestServer.DOMAIN, who)
                : "<?xml version='1.0'?><stream:stream to='%s'%s version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
                        .formatted(TestServer.DOMAIN, who);
    }

    /** Opens a stream and returns what SASL2 offers. */
    public Element open(@Nullable String from) {
        sayAtOnce(header(from));
        return opened();
    }

    /** The server has opened its stream: what SASL2 offers there. */
    public Element opened() {
        assertThat(next().name()).isIn("opened", "open");
        return Objects.requireNonNull(expect("features").child("authentication", SASL2));
    }

    public String authenticate(String mechanism, String initial, String inline) {
        return "<authenticate xmlns='%s' mechanism='%s'><initial-response>%s</initial-response><user-agent id='%s'><software>Test</software><device>%s</device></user-agent>%s</authenticate>"
                .formatted(SASL2, mechanism, initial, agent, agent, inline);
    }

    /** A request with a token that is bound to nothing. */
    public String byToken(String token, String inline) {
        return authenticate("HT-SHA-256-NONE", ClientSasl.token("juliet", token, UNBOUND), inline);
    }

    /** Proves the password by SCRAM; returns what ends the exchange. */
    public Element prove(String hash, String user, String inline) {
        ClientSasl scram = new ClientSasl(hash, user, TestServer.PASSWORD, "n,,", UNBOUND);
        sayAtOnce(authenticate("SCRAM-SHA-" + hash, scram.first(), inline));
        Element challenge = next();
        if (!challenge.name().equals("challenge")) {
            return challenge;
        }
        sayAtOnce(
                "<response xmlns='%s'>%s</response>"
                        .formatted(SASL2, scram.answer(challenge.text())));
        Element end = next();
        Optional.ofNullable(end.childText("additional-data"))
                .ifPresent(data -> assertThat(scram.verifies(data)).isTrue());
        return end;
    }

    /** Signs in with the password and has a session with stream management. */
    public Element session(String inline) {
        open("juliet@" + TestServer.DOMAIN);
        Element success =
                prove("256", "juliet", "<bind xmlns='%s'>%s</bind>".formatted(BIND2, inline));
        assertThat(success.name()).as("%s", success).isEqualTo("success");
        expect("features");
        return success;
    }

    /** Asks the server something, and has everything that was said before the answer. */
    public List<Element> untilAnswered(String id) {
        sayAtOnce(ping(id));
        List<Element> all = new ArrayList<>();
        Element element = next();
        while (!element.name().equals("iq") || !id.equals(element.attribute("id"))) {
            all.add(element);
            element = next();
        }
        return all;
    }

    public static String ping(String id) {
        return "<iq xmlns='jabber:client' type='get' to='%s' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
                .formatted(TestServer.DOMAIN, id);
    }

    /** The address of the session that a success has bound. */
    public static String address(Element success) {
        return String.valueOf(success.childText("authorization-identifier"));
    }

    /** Breaks the connection without a word. */
    public void cut() {
        client.cut();
    }

    @Override
    public void close() {
        client.close();
    }
}
