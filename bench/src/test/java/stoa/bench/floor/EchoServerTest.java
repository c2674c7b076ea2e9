package stoa.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Loop;
import stoa.bench.client.Numbered;
import stoa.bench.measure.Ledger;
import stoa.bench.measure.Losses;
import stoa.bench.target.Authority;
import stoa.bench.target.Certificate;

/** The generator's own path over real TLS: loop, connection, scanner, numbers, ledger. */
class EchoServerTest {
    private static final int MESSAGES = 200;
    // longer than a TLS record, so that messages arrive in fragments
    private static final int BYTES = 20_011;

    @TempDir Path directory;

    @Test
    void everyNumberComesBackOnceAndInOrder() throws Exception {
        Certificate certificate = Authority.create(directory).issue("bench.example");
        Channel server =
                EchoServer.start(0, certificate.certificate().toFile(), certificate.key().toFile());
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        Ledger ledger = new Ledger();
        CompletableFuture<Void> all = new CompletableFuture<>();
        try (Loop loop = new Loop()) {
            loop.run(
                    () ->
                            EchoClient.open(
                                    loop,
                                    port,
                                    client -> exchange(client, ledger, all),
                                    why -> all.completeExceptionally(new AssertionError(why))));
            Loop.await(all, 30);
            Losses losses = loop.call(() -> ledger.losses(MESSAGES));
            assertThat(losses).isEqualTo(Losses.NONE);
        } finally {
            server.close().sync();
            server.eventLoop().parent().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static void exchange(EchoClient client, Ledger ledger, CompletableFuture<Void> all) {
        client.listen(
                (bytes, start, end) -> {
                    ledger.heard(Numbered.number(Numbered.find(bytes, start, end)));
                    if (ledger.heard() == MESSAGES) {
                        all.complete(null);
                    }
                });
        Numbered line = Numbered.line(0, BYTES);
        for (int i = 0; i < MESSAGES; i++) {
            client.send(line.bytes(i));
        }
    }
}
