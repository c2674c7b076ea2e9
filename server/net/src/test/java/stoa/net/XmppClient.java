package stoa.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.stream.StreamHeader;
import stoa.xmpp.stream.StreamListener;
import stoa.xmpp.stream.StreamParser;
import stoa.xmpp.xml.Element;

/** A client that says what a test tells it to, over a blocking socket. */
public final class XmppClient implements TestClient {
    /** The server ended its stream. */
    public static final Element CLOSED = Element.empty("closed", "test");

    /** The connection is gone. */
    public static final Element GONE = Element.empty("gone", "test");

    private static final Element OPENED = Element.empty("opened", "test");

    private final BlockingQueue<Element> heard = new LinkedBlockingQueue<>();
    private Socket socket;
    private Thread reader;
    private volatile boolean stopped;
    private volatile @Nullable StreamHeader header;

    private XmppClient(Socket socket) {
        this.socket = socket;
        this.reader = read(socket);
    }

    /** Connects without TLS. */
    public static XmppClient connect(int port) {
        try {
            return new XmppClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects with direct TLS, asking for that domain by SNI. */
    public static XmppClient connectTls(int port, @Nullable String domain, String... protocols) {
        try {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
            return new XmppClient(secure(plain, domain, true, protocols));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLSocket secure(
            Socket plain, @Nullable String domain, boolean alpn, String... protocols)
            throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        trusting()
                                .getSocketFactory()
                                .createSocket(plain, "localhost", plain.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        if (domain != null) {
            parameters.setServerNames(List.of(new SNIHostName(domain)));
        }
        if (alpn) {
            parameters.setApplicationProtocols(new String[] {"xmpp-client"});
        }
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** Trusts every certificate: tests look at what they get. */
    public static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new X509TrustManager() {
                            @Override
                            public void checkClientTrusted(X509Certificate[] c, String a) {}

                            @Override
                            public void checkServerTrusted(X509Certificate[] c, String a) {}

                            @Override
                            public X509Certificate[] getAcceptedIssuers() {
                                return new X509Certificate[0];
                            }
                        }
                    },
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Thread read(Socket from) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            StreamParser parser = newParser();
                            byte[] bytes = new byte[8192];
                            try {
                                InputStream in = from.getInputStream();
                                int n;
                                while (!Thread.interrupted()
                                        && (n = in.read(bytes)) >= 0
                                        && !stopped) {
                                    int at = 0;
                                    while (at < n) {
                                        at += parser.feed(bytes, at, n - at);
                                        if (at < n) {
                                            parser = newParser();
                                        }
                                    }
                                    if (parser.isDone()) {
                                        parser = newParser();
                                    }
                                }
                            } catch (IOException e) {
                                // told below
                            }
                            if (!stopped) {
                                heard.add(GONE);
                            }
                        });
    }

    private StreamParser newParser() {
        StreamParser[] self = new StreamParser[1];
        self[0] =
                new StreamParser(
                        ParserLimits.DEFAULTS.withStanzaBytes(8 << 20),
                        new StreamListener() {
                            @Override
                            public void streamOpened(StreamHeader opened) {
                                header = opened;
                                heard.add(OPENED);
                            }

                            @Override
                            public void element(Element element) {
                                heard.add(element);
                                boolean restart =
                                        element.is("success", "urn:ietf:params:xml:ns:xmpp-sasl")
                                                || element.is(
                                                        "proceed",
                                                        "urn:ietf:params:xml:ns:xmpp-tls");
                                if (restart) {
                                    self[0].stop();
                                    if (element.name().equals("proceed")) {
                                        Thread.currentThread().interrupt();
                                    }
                                }
                            }

                            @Override
                            public void streamClosed() {
                                heard.add(CLOSED);
                            }

                            @Override
                            public void failed(StreamError error) {
                                throw new IllegalStateException("server sent " + error);
                            }
                        });
        return self[0];
    }

    @Override
    public void send(String xml) {
        sendBytes(xml.getBytes(StandardCharsets.UTF_8));
    }

    public void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // the server may have closed; what it said is in the queue
        }
    }

    @Override
    public Element next() {
        try {
            Element element = heard.poll(30, TimeUnit.SECONDS);
            if (element == null) {
                throw new AssertionError("nothing came");
            }
            return element;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable Element nextNow() {
        return heard.poll();
    }

    /** Opens a stream and returns the features. */
    @Override
    public Element open(String domain) {
        send(
                "<?xml version='1.0'?><stream:stream to='"
                        + domain
                        + "' version='1.0' xmlns='jabber:client'"
                        + " xmlns:stream='http://etherx.jabber.org/streams'>");
        assertThat(next()).isEqualTo(OPENED);
        Element features = next();
        assertThat(features.name()).isEqualTo("features");
        return features;
    }

    /** The last header the server sent. */
    public StreamHeader header() {
        StreamHeader current = header;
        if (current == null) {
            throw new IllegalStateException("no stream is open");
        }
        return current;
    }

    /** Expects the server's header. */
    public XmppClient expectOpened() {
        assertThat(next()).isEqualTo(OPENED);
        return this;
    }

    /** STARTTLS, and a new stream: returns its features. */
    public Element startTls(String domain, String... protocols) {
        send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        return proceed(domain, protocols);
    }

    /** STARTTLS without a new stream. */
    public XmppClient startTlsOnly(String domain) {
        send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        handshake(domain);
        return this;
    }

    /** What follows {@code <starttls/>}. */
    public Element proceed(String domain, String... protocols) {
        handshake(domain, protocols);
        return open(domain);
    }

    private void handshake(String domain, String... protocols) {
        assertThat(next().name()).isEqualTo("proceed");
        assertThat(next()).isEqualTo(GONE); // the reader of the plain stream
        try {
            reader.join();
            socket = secure(socket, domain, false, protocols);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        reader = read(socket);
    }

    public X509Certificate serverCertificate() {
        try {
            return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String tlsVersion() {
        return ((SSLSocket) socket).getSession().getProtocol();
    }

    public String applicationProtocol() {
        return ((SSLSocket) socket).getApplicationProtocol();
    }

    /** The tls-exporter channel binding as this side computes it. */
    public byte[] exporter() {
        try {
            return ((ExtendedSSLSession) ((SSLSocket) socket).getSession())
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
        } catch (javax.net.ssl.SSLKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs in with PLAIN and opens the stream that follows. */
    public Element login(String local) {
        return login(local, TestServer.PASSWORD);
    }

    public Element login(String local, String password) {
        String message = "\0" + local + "\0" + password;
        send(
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                        + Base64.getEncoder()
                                .encodeToString(message.getBytes(StandardCharsets.UTF_8))
                        + "</auth>");
        Element answer = next();
        return answer.name().equals("success") ? open(TestServer.DOMAIN) : answer;
    }

    /** A session over direct TLS. */
    public static XmppClient session(TestServer server, String local, String resource) {
        XmppClient client = connectTls(server.directPort(), TestServer.DOMAIN);
        client.open(TestServer.DOMAIN);
        client.login(local);
        client.bind(resource);
        return client;
    }

    /** Reads no more from the next bytes on. */
    public void stopReading() {
        stopped = true;
    }

    /** Breaks the connection without a word. */
    @Override
    public void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // gone is gone
        }
    }
}
