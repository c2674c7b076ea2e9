package stoa.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopTest {
    /** A connection that only wants to know its end. */
    private static final class Quiet implements Connection.Listener {
        final CompletableFuture<Void> gone = new CompletableFuture<>();

        @Override
        public void secured() {}

        @Override
        public void received(byte[] bytes, int start, int end) {}

        @Override
        public void gone(@Nullable Throwable cause) {
            gone.complete(null);
        }
    }

    @Test
    void whatOneAddressHasNoPortsForComesFromTheNext() throws Exception {
        try (Loop loop = new Loop(2);
                ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            List<Quiet> clients = new ArrayList<>();
            List<Socket> accepted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Quiet client = new Quiet();
                clients.add(client);
                loop.run(() -> loop.connect(server.getLocalPort(), client));
                accepted.add(server.accept());
            }
            assertThat(accepted)
                    .extracting(socket -> socket.getInetAddress().getHostAddress())
                    .containsExactly(
                            "127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.3");

            for (Socket socket : accepted) {
                socket.close();
            }
            for (Quiet client : clients) {
                Loop.await(client.gone, 20);
            }
            loop.run(() -> loop.connect(server.getLocalPort(), new Quiet()));
            try (Socket next = server.accept()) {
                assertThat(next.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
            }
        }
    }
}
