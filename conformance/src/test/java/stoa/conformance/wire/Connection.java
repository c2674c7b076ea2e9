package stoa.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * One client connection, at the level of bytes and top-level elements. A virtual thread reads and
 * hands every element to the inbox, or to the listener given to {@link #listen}; it stops after
 * {@code <proceed/>} and {@code <success/>}, because a new stream begins there. Everything else is
 * called by one test thread at a time; {@link #send} by any.
 */
public final class Connection implements AutoCloseable {
    /**
     * How long a test waits for what must come. Generous: only a failing test ever waits that long.
     */
    public static final Duration PATIENCE =
            Duration.ofSeconds(Integer.getInteger("stoa.patience", 30));

    static final String STREAMS = "http://etherx.jabber.org/streams";
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final Endpoint endpoint;
    private final String domain;
    private final Transport transport;
    private final Inbox inbox = new Inbox();
    private volatile Predicate<Element> listener = element -> false;
    private @Nullable Socket socket;
    private @Nullable WebSocketLink webSocket;
    private @Nullable Element header;
    private @Nullable Element features;

    private String opening;

    private Connection(Endpoint endpoint, String domain, Transport transport) {
        this.endpoint = endpoint;
        this.domain = domain;
        this.transport = transport;
        this.opening = opening("jabber:client", "");
    }

    private String opening(String content, String more) {
        return "<?xml version='1.0'?><stream:stream xmlns='"
                + content
                + "' xmlns:stream='"
                + STREAMS
                + "'"
                + more
                + " to='"
                + Element.escape(domain)
                + "' version='1.0'>";
    }

    /**
     * A stream of the server of {@code from}, over TLS from the first byte (XEP-0368) with the
     * certificate of that context; nothing is proved yet.
     */
    public static Connection ofServer(
            InetSocketAddress address, String from, String domain, SSLContext context) {
        var endpoint = new Endpoint(address.getHostString(), 0, address.getPort(), 0);
        var connection = new Connection(endpoint, domain, Transport.DIRECT_TLS);
        connection.opening =
                connection.opening(
                        "jabber:server",
                        " xmlns:db='jabber:server:dialback' from='" + Element.escape(from) + "'");
        try {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(address, 30_000);
            connection.socket = Tls.upgrade(socket, domain, context);
        } catch (IOException e) {
            throw new UncheckedIOException(address + " as " + from, e);
        }
        connection.startStream();
        return connection;
    }

    /**
     * Connects, without sending anything but what TLS itself needs ({@link Transport#DIRECT_TLS},
     * WebSocket).
     */
    public static Connection dial(Endpoint endpoint, String domain, Transport transport) {
        return dial(endpoint, domain, transport, null);
    }

    private static Connection dial(
            Endpoint endpoint, String domain, Transport transport, @Nullable String from) {
        var connection = new Connection(endpoint, domain, transport);
        try {
            if (transport == Transport.WEBSOCKET) {
                connection.webSocket =
                        WebSocketLink.open(endpoint, connection::arrived, connection.inbox::close);
                return connection;
            }
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            boolean direct = transport == Transport.DIRECT_TLS;
            socket.connect(
                    new InetSocketAddress(
                            endpoint.host(), direct ? endpoint.tlsPort() : endpoint.port()),
                    30_000);
            connection.socket = direct ? Tls.upgrade(socket, domain) : socket;
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(endpoint + " over " + transport, e);
        }
    }

    /**
     * Connects and opens the stream, with STARTTLS where the transport asks for it; ready for
     * authentication.
     */
    public static Connection open(Endpoint endpoint, String domain, Transport transport) {
        return opened(dial(endpoint, domain, transport, null));
    }

    /** The same over STARTTLS, coming from that address of loopback. */
    public static Connection openFrom(String address, Endpoint endpoint, String domain) {
        return opened(dial(endpoint, domain, Transport.STARTTLS, address));
    }

    private static Connection opened(Connection connection) {
        connection.startStream();
        if (connection.transport == Transport.STARTTLS) {
            connection.startTls();
        }
        return connection;
    }

    /**
     * Sends a stream header (RFC 7395: {@code <open/>}), starts reading and waits for the server's
     * header and features.
     */
    public void startStream() {
        if (webSocket == null) {
            send(opening);
            startReading();
        } else {
            send(
                    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='"
                            + Element.escape(domain)
                            + "' version='1.0'/>");
        }
        header =
                inbox.need(
                        "a stream header",
                        element ->
                                element.is("stream", STREAMS)
                                        || element.is(
                                                "open", "urn:ietf:params:xml:ns:xmpp-framing"),
                        PATIENCE);
        features =
                inbox.need("stream features", element -> element.is("features", STREAMS), PATIENCE);
    }

    /** STARTTLS (RFC 6120, 5.4) and the new stream after it. */
    public void startTls() {
        send("<starttls xmlns='" + TLS + "'/>");
        inbox.need("proceed", element -> element.is("proceed", TLS), PATIENCE);
        shakeHands();
        startStream();
    }

    /** The TLS handshake alone. */
    public void shakeHands() {
        try {
            socket = Tls.upgrade(tcp(), domain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads from here on; the next thing received must be a stream header. */
    public void startReading() {
        var source = tcp();
        Thread.ofVirtual().name("reader of " + domain).start(() -> read(source));
    }

    private void read(Socket source) {
        try {
            InputStream input = source.getInputStream();
            var reader = new StreamReader(input);
            arrived(reader.header());
            while (true) {
                var next = reader.next();
                if (next.isEmpty()) {
                    inbox.close("");
                    return;
                }
                boolean newStream = next.get().is("proceed", TLS) || next.get().is("success", SASL);
                arrived(next.get());
                if (newStream) {
                    return;
                }
            }
        } catch (XMLStreamException e) {
            // The parser says the same of a stream that was cut and of one that is wrong; only a
            // wrong one has more to say.
            boolean cut =
                    e.getNestedException() instanceof IOException
                            || String.valueOf(e.getMessage())
                                    .contains("must start and end within the same entity");
            inbox.close(cut ? "no end tag" : "not well-formed output: " + e.getMessage());
        } catch (IOException e) {
            inbox.close("no end tag: " + e.getMessage());
        }
    }

    private void arrived(Element element) {
        if (!listener.test(element)) {
            inbox.add(element);
        }
    }

    /**
     * Shows everything received from now on to {@code next}, on the reader's thread; what it
     * refuses goes to the inbox.
     */
    public void listen(Predicate<Element> next) {
        listener = next;
    }

    /**
     * Sends text as it is. Over WebSocket it is one message, and gets the namespace a TCP stream's
     * header declares.
     */
    public void send(String text) {
        inbox.sent(text);
        try {
            if (webSocket != null) {
                webSocket.send(text);
            } else {
                synchronized (this) {
                    tcp().getOutputStream().write(text.getBytes(UTF_8));
                    tcp().getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes that need not be text. */
    public void send(byte[] bytes) throws IOException {
        tcp().getOutputStream().write(bytes);
        tcp().getOutputStream().flush();
    }

    public Inbox inbox() {
        return inbox;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public String domain() {
        return domain;
    }

    public Transport transport() {
        return transport;
    }

    /** The features of the newest stream. */
    public Element features() {
        return Objects.requireNonNull(features, "no stream yet");
    }

    /** The server's newest stream header, or {@code <open/>}. */
    public Element header() {
        return Objects.requireNonNull(header, "no stream yet");
    }

    /** The certificate the server has shown. */
    public X509Certificate serverCertificate() {
        try {
            return (X509Certificate) ((SSLSocket) tcp()).getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Channel binding data of that type (RFC 9266, RFC 5929). */
    public byte[] channelBinding(String type) {
        try {
            var session = (ExtendedSSLSession) ((SSLSocket) tcp()).getSession();
            return switch (type) {
                case "tls-exporter" ->
                        session.exportKeyingMaterialData(
                                "EXPORTER-Channel-Binding", new byte[0], 32);
                case "tls-server-end-point" ->
                        Scram.endPoint((X509Certificate) session.getPeerCertificates()[0]);
                default ->
                        new byte[] {
                            1, 2, 3, 4
                        }; // a type nobody here has: the server must refuse by its name
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Says good-bye (RFC 6120, 4.4) and waits for the answer; true if the server closed its stream
     * too.
     */
    public boolean closeStream() {
        send(
                webSocket == null
                        ? "</stream:stream>"
                        : "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
        return inbox.awaitClosed(PATIENCE);
    }

    /** Cuts the connection without a word, as a lost network does. */
    @Override
    public void close() {
        try {
            if (webSocket != null) {
                webSocket.abort();
            } else {
                tcp().close();
            }
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private Socket tcp() {
        return Objects.requireNonNull(socket, "not a TCP connection");
    }
}
