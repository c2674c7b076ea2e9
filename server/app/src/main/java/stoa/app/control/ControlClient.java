package stoa.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A command line's end of the control socket. */
public final class ControlClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The server ran and refused; the message is its sentence. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }

    private ControlClient() {}

    /** Asks the server that runs on the data directory; empty when none runs. */
    public static Optional<JsonNode> ask(Path dataDirectory, JsonNode request)
            throws IOException, Refused {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                connection.connect(UnixDomainSocketAddress.of(ControlAddress.find(dataDirectory)));
            } catch (IOException nobodyListens) {
                return Optional.empty();
            }
            try (OutputStream out = Channels.newOutputStream(connection);
                    InputStream in = Channels.newInputStream(connection)) {
                out.write(JSON.writeValueAsBytes(request));
                out.write('\n');
                JsonNode answer = JSON.readTree(in);
                if (answer.hasNonNull("error")) {
                    throw new Refused(answer.get("error").asText());
                }
                return Optional.of(answer.path("ok"));
            }
        }
    }
}
