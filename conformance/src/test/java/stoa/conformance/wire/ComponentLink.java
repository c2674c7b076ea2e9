package stoa.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** A component's connection (XEP-0114), past its handshake. */
public final class ComponentLink implements AutoCloseable {
    private final Socket socket;
    private final Inbox inbox = new Inbox();

    /** Connects, and shows that it knows the secret. */
    public ComponentLink(String host, int port, String address, String secret) {
        try {
            socket = new Socket(host, port);
            send(
                    "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
                            + " xmlns:stream='http://etherx.jabber.org/streams' to='"
                            + address
                            + "'>");
            var reader = new StreamReader(socket.getInputStream());
            String id = reader.header().need("id");
            send("<handshake>" + hash(id + secret) + "</handshake>");
            Thread.ofVirtual().name("reader of " + address).start(() -> read(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new AssertionError(e);
        }
        inbox.need("the handshake", one -> one.name().equals("handshake"), Connection.PATIENCE);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void read(StreamReader reader) {
        try {
            for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
                inbox.add(next.get());
            }
            inbox.close("");
        } catch (XMLStreamException e) {
            inbox.close("no end tag");
        }
    }

    public void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
