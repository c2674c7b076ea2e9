package stoa.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;

/** A client over a WebSocket, with the frames of RFC 6455 made by hand. */
public final class WebSocketTestClient implements TestClient {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final BlockingQueue<Element> heard = new LinkedBlockingQueue<>();
    private final Socket socket;

    private WebSocketTestClient(Socket socket, String path, String... headers) throws IOException {
        this.socket = socket;
        OutputStream out = socket.getOutputStream();
        out.write(
                ("GET "
                                + path
                                + " HTTP/1.1\r\nHost: example.org\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + String.join("", headers)
                                + "Sec-WebSocket-Protocol: xmpp\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String head = head(in);
        assertThat(head).startsWith("HTTP/1.1 101").containsIgnoringCase("protocol: xmpp");
        Thread.ofVirtual().start(() -> read(in));
    }

    /** Connects with TLS, asking for that domain by SNI. */
    public static WebSocketTestClient connect(int port, String domain) {
        try {
            return new WebSocketTestClient(tls(port, domain), "/xmpp-websocket");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects with TLS, with that line among the request's headers. */
    public static WebSocketTestClient connect(int port, String domain, String header) {
        try {
            return new WebSocketTestClient(tls(port, domain), "/xmpp-websocket", header + "\r\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects without TLS. */
    public static WebSocketTestClient connectPlain(int port) {
        try {
            return new WebSocketTestClient(
                    new Socket(InetAddress.getLoopbackAddress(), port), "/xmpp-websocket");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SSLSocket tls(int port, String domain) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        XmppClient.trusting()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(domain)));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private void read(DataInputStream in) {
        FrameParser parser = new FrameParser(ParserLimits.DEFAULTS.withStanzaBytes(8 << 20));
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte() & 0x7F;
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = (int) in.readLong();
                }
                byte[] payload = new byte[length];
                in.readFully(payload);
                if ((first & 0x0F) == TEXT) {
                    FrameParser.Frame frame = parser.parse(payload);
                    if (frame instanceof FrameParser.Parsed parsed) {
                        heard.add(parsed.element());
                    } else {
                        throw new IllegalStateException("server sent " + frame);
                    }
                } else if ((first & 0x0F) == CLOSE) {
                    break;
                }
            }
        } catch (IOException e) {
            // told below
        }
        heard.add(XmppClient.GONE);
    }

    @Override
    public void send(String xml) {
        // A stanza stands alone in a frame, so it declares its namespace.
        String text =
                xml.startsWith("<message ") || xml.startsWith("<presence ")
                        ? xml.replaceFirst(" ", " xmlns='jabber:client' ")
                        : xml;
        sendFrame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a frame with that first byte. */
    public void sendFrame(int first, byte[] payload) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(first);
            if (payload.length < 126) {
                out.write(0x80 | payload.length);
            } else if (payload.length < 65536) {
                out.write(0x80 | 126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            } else {
                out.write(0x80 | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    out.write((int) ((long) payload.length >> shift));
                }
            }
            out.write(new byte[4]); // a mask of zeroes changes nothing
            out.write(payload);
            out.flush();
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

    @Override
    public Element open(String domain) {
        send(
                "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='"
                        + domain
                        + "' version='1.0'/>");
        expect("open");
        return expect("features");
    }

    public X509Certificate serverCertificate() {
        try {
            return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

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
