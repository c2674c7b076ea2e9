package stoa.app.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server's end of the control socket. Whoever may write the data directory may use it:
 * the socket stands there, for its owner only. A request is one JSON line, its answer another; a
 * connection a request, each on a virtual thread.
 */
public final class ControlSocket implements AutoCloseable {
    /** Carries out a request. Blocking; what it throws is told to the caller as a sentence. */
    public interface Handler {
        JsonNode handle(JsonNode request) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    /** An import of 100,000 people fits. */
    private static final int MAX_REQUEST_CHARS = 64 * 1024 * 1024;

    private final ObjectMapper json = new ObjectMapper();
    private final Path path;
    private final ServerSocketChannel listener;
    private final Handler handler;

    public ControlSocket(Path dataDirectory, Handler handler) throws IOException {
        this.path = ControlAddress.create(dataDirectory);
        this.handler = handler;
        Files.deleteIfExists(path);
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        Thread.ofVirtual().name("control").start(this::accept);
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel connection = listener.accept();
                Thread.ofVirtual().name("control-call").start(() -> serve(connection));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("control_accept_failed", e);
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                var in =
                        new BufferedReader(
                                new InputStreamReader(Channels.newInputStream(connection), UTF_8));
                OutputStream out = Channels.newOutputStream(connection)) {
            String line = readLine(in);
            // At once: who asked has all there is to know before the line's end, and may be gone.
            out.write((json.writeValueAsString(answer(line)) + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            LOG.warn("control_call_failed", e);
        }
    }

    private static String readLine(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() >= MAX_REQUEST_CHARS) {
                throw new IOException("the request is too long");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private JsonNode answer(String line) {
        ObjectNode answer = json.createObjectNode();
        try {
            answer.set("ok", handler.handle(json.readTree(line)));
        } catch (JsonProcessingException e) {
            answer.put("error", "the request is no JSON");
        } catch (Exception e) {
            answer.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
    }
}
