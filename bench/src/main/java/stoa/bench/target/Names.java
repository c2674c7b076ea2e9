package stoa.bench.target;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The DNS that servers of a run find each other by: a service record (RFC 2782) for each domain,
 * and loopback as the address of every host. A service's host is {@code localhost}, which those
 * know too who ask the system for hosts. Answers over UDP, from a thread of its own.
 */
public final class Names implements AutoCloseable {
    private static final String SERVICE = "_xmpp-server._tcp.";
    private static final String HOST = "localhost";
    private static final int HEADER = 12;
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int SECONDS = 3_600;

    private final DatagramSocket socket;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    public Names() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("names").start(this::answer);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The domain's server takes others at that port. */
    void add(String domain, int port) {
        ports.put(domain, port);
    }

    /** The port of the one domain there is beside that. */
    int otherThan(String domain) {
        return ports.entrySet().stream()
                .filter(known -> !known.getKey().equals(domain))
                .mapToInt(Map.Entry::getValue)
                .findAny()
                .orElseThrow();
    }

    private void answer() {
        byte[] buffer = new byte[1_500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(buffer, packet.getLength());
                if (answer.length > 0) {
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** The answer to a question (RFC 1035 section 4), or nothing to what is none. */
    private byte[] answer(byte[] asked, int length) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < length && asked[at] > 0) {
            name.append(new String(asked, at + 1, asked[at], StandardCharsets.US_ASCII))
                    .append('.');
            at += asked[at] + 1;
        }
        int end = at + 5; // the root, type and class
        if (name.isEmpty() || end > length) {
            return new byte[0];
        }
        String host = name.substring(0, name.length() - 1).toLowerCase(Locale.ROOT);
        int type = ((asked[at + 1] & 0xff) << 8) | (asked[at + 2] & 0xff);
        byte[] data = data(host, type);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(asked, 0, 2);
        out.writeShort(0x8580); // an answer, authoritative, to be asked recursively
        out.writeShort(1);
        out.writeShort(data.length == 0 ? 0 : 1);
        out.writeInt(0);
        out.write(asked, HEADER, end - HEADER);
        if (data.length > 0) {
            out.writeShort(0xc000 | HEADER); // the name that was asked for
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(SECONDS);
            out.writeShort(data.length);
            out.write(data);
        }
        return bytes.toByteArray();
    }

    private byte[] data(String host, int type) throws IOException {
        Integer port =
                host.startsWith(SERVICE) ? ports.get(host.substring(SERVICE.length())) : null;
        if (type == A && !host.startsWith("_")) {
            return new byte[] {127, 0, 0, 1};
        }
        if (type != SRV || port == null) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0); // priority and weight
        out.writeShort(port);
        out.writeByte(HOST.length());
        out.write(HOST.getBytes(StandardCharsets.US_ASCII));
        out.writeByte(0);
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
