package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import stoa.net.TestServer;
import stoa.net.WebSocketTestClient;
import stoa.net.XmppClient;
import stoa.xmpp.xml.Element;

/**
 * Random and mutated bytes at every phase of a stream: the server says what is wrong or closes,
 * never fails itself, and another session does not notice.
 */
class FuzzTest {
    private static final int ROUNDS = 60;

    private static final List<String> GOOD =
            List.of(
                    "<?xml version='1.0'?><stream:stream to='example.org' version='1.0'"
                            + " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
                    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' version='1.0'/>",
                    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>biwsbj1qdWxpZXQscj1meWtv</auth>",
                    "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>Yz1iaXdzLHI9Zg==</response>",
                    "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='HT-SHA-256-NONE'><initial-response>anVsaWV0AAA=</initial-response><user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/><fast xmlns='urn:xmpp:fast:0' count='1'/><resume xmlns='urn:xmpp:sm:3' previd='x' h='1'/><bind xmlns='urn:xmpp:bind:0'><tag>T</tag></bind></authenticate>",
                    "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>",
                    "<enable xmlns='urn:xmpp:sm:3' resume='true'/><r xmlns='urn:xmpp:sm:3'/><a xmlns='urn:xmpp:sm:3' h='0'/>",
                    "<resume xmlns='urn:xmpp:sm:3' previd='abc' h='4294967295'/>",
                    "<message to='romeo@example.org/orchard' type='chat'><body>hi &#x1F600; &lt;</body></message>",
                    "<presence><show>away</show></presence>",
                    "<iq type='get' id='1' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>",
                    "</stream:stream>");

    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> listener =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel().isGreaterOrEqual(Level.ERROR)
                            || event.getThrowableProxy() != null) {
                        problems.add(
                                event.getFormattedMessage()
                                        + (event.getThrowableProxy() == null
                                                ? ""
                                                : " "
                                                        + event.getThrowableProxy().getClassName()
                                                        + " "
                                                        + event.getThrowableProxy()
                                                                .getStackTraceElementProxyArray()[
                                                                0]));
                    }
                }
            };

    @TempDir private Path directory;
    private TestServer server;
    private XmppClient bystander;

    @BeforeEach
    void start() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        listener.start();
        root.addAppender(listener);
        server = new TestServer(directory);
        bystander = XmppClient.session(server, "romeo", "orchard");
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(listener);
        bystander.close();
        server.close();
    }

    private static byte[] junk(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            text.append(GOOD.get(random.nextInt(GOOD.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int mutations = random.nextInt(6);
        for (int i = 0; i < mutations; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "<>/'\"&;:=! ".charAt(random.nextInt(11));
                case 2 -> {
                    int n = Math.min(bytes.length - at, random.nextInt(40));
                    byte[] less = new byte[bytes.length - n];
                    System.arraycopy(bytes, 0, less, 0, at);
                    System.arraycopy(bytes, at + n, less, at, bytes.length - at - n);
                    bytes = less.length == 0 ? new byte[] {'<'} : less;
                }
                default -> {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    byte[] more = new byte[bytes.length + noise.length];
                    System.arraycopy(bytes, 0, more, 0, at);
                    System.arraycopy(noise, 0, more, at, noise.length);
                    System.arraycopy(bytes, at, more, at + noise.length, bytes.length - at);
                    bytes = more;
                }
            }
        }
        return bytes;
    }

    private interface Start {
        XmppClient client();
    }

    private void attack(long seed, Start start) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            try (XmppClient attacker = start.client()) {
                byte[] junk = junk(random);
                int at = 0;
                while (at < junk.length) {
                    int n = Math.min(junk.length - at, 1 + random.nextInt(200));
                    byte[] part = new byte[n];
                    System.arraycopy(junk, at, part, 0, n);
                    attacker.sendBytes(part);
                    at += n;
                }
            }
        }
        check(seed);
    }

    private void check(long seed) {
        server.drainLoops();
        List<Element> heard = new ArrayList<>();
        bystander.send("<iq type='get' id='alive' to='example.org'><x xmlns='x'/></iq>");
        Element element = bystander.next();
        while (!"alive".equals(element.attribute("id"))) {
            heard.add(element); // messages of attackers that got as far as a session
            element = bystander.next();
        }
        assertThat(heard).allMatch(e -> e.name().equals("message"));
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    @Test
    void before_anything() {
        long seed = System.nanoTime();
        attack(seed, () -> XmppClient.connect(server.startTlsPort()));
        attack(seed + 1, () -> XmppClient.connect(server.directPort()));
    }

    @Test
    void before_signing_in() {
        attack(
                System.nanoTime(),
                () -> {
                    XmppClient client = XmppClient.connectTls(server.directPort(), null);
                    client.open(TestServer.DOMAIN);
                    return client;
                });
    }

    @Test
    void before_binding() {
        attack(
                System.nanoTime(),
                () -> {
                    XmppClient client = XmppClient.connectTls(server.directPort(), null);
                    client.open(TestServer.DOMAIN);
                    client.login("juliet");
                    return client;
                });
    }

    @Test
    void in_a_session() {
        attack(
                System.nanoTime(),
                () -> {
                    XmppClient client = XmppClient.session(server, "juliet", "balcony");
                    client.enable();
                    return client;
                });
    }

    @Test
    void over_websocket() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            try (WebSocketTestClient attacker =
                    WebSocketTestClient.connectPlain(server.plainWebPort())) {
                if (random.nextBoolean()) {
                    attacker.open(TestServer.DOMAIN);
                }
                for (int n = 0; n < 4; n++) {
                    int first = random.nextInt(8) == 0 ? random.nextInt(256) : 0x81;
                    attacker.sendFrame(first, junk(random));
                }
            }
        }
        check(seed);
    }
}
