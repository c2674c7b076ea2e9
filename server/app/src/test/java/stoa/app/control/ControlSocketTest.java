package stoa.app.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    /**
     * A command line goes as soon as it has read the answer; the server is not to write to it then.
     */
    @Test
    void an_answer_comes_in_one_piece(@TempDir Path data) throws IOException {
        try (var _ = new ControlSocket(data, request -> request)) {
            var address = UnixDomainSocketAddress.of(ControlAddress.find(data));
            for (int i = 0; i < 200; i++) {
                try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    connection.connect(address);
                    connection.write(ByteBuffer.wrap("{\"a\":1}\n".getBytes(UTF_8)));
                    var answer = ByteBuffer.allocate(100);
                    connection.read(answer);
                    assertThat(new String(answer.array(), 0, answer.position(), UTF_8))
                            .isEqualTo("{\"ok\":{\"a\":1}}\n");
                }
            }
        }
    }
}
