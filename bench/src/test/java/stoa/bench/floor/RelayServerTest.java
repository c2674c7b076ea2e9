package stoa.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Loop;
import stoa.bench.client.Numbered;
import stoa.bench.measure.Ledger;
import stoa.bench.measure.Losses;
import stoa.bench.target.Authority;
import stoa.bench.target.Certificate;

/** What goes into a group comes out of it, once, in order, and to whom it should. */
class RelayServerTest {
    private static final int MESSAGES = 300;
    private static final int BYTES = 300;

    @TempDir Path directory;
    private @Nullable Certificate certificate;

    @Test
    void inAPairTheOtherHears() throws Exception {
        assertThat(heard("pair-1", null)).containsExactly(0, MESSAGES);
    }

    @Test
    void inARoomEverybodyHears() throws Exception {
        assertThat(heard("room-1", null)).containsExactly(MESSAGES, MESSAGES);
    }

    @Test
    void whatIsHeardIsOnTheDisk() throws Exception {
        File file = directory.resolve("messages").toFile();
        assertThat(heard("room-1", file)).containsExactly(MESSAGES, MESSAGES);
        Numbered line = Numbered.line(0, BYTES);
        byte[] written = Files.readAllBytes(file.toPath());
        for (int i = 0; i < MESSAGES; i++) {
            int from = i * BYTES;
            assertThat(Arrays.copyOfRange(written, from, from + BYTES)).isEqualTo(line.bytes(i));
        }
    }

    @Test
    void whatIsForElsewhereIsHeardThere() throws Exception {
        assertThat(heardAway(null)).containsExactly(0, MESSAGES);
    }

    @Test
    void whatIsForElsewhereIsOnTheDiskBefore() throws Exception {
        File file = directory.resolve("messages").toFile();
        assertThat(heardAway(file)).containsExactly(0, MESSAGES);
        byte[] written = Files.readAllBytes(file.toPath());
        Numbered line = Numbered.line(0, BYTES);
        int last = (MESSAGES - 1) * BYTES;
        assertThat(Arrays.copyOfRange(written, last, last + BYTES))
                .isEqualTo(line.bytes(MESSAGES - 1));
    }

    /** How much each of two in a group heard of what the first said. */
    private List<Integer> heard(String group, @Nullable File synced) throws Exception {
        Channel server = start(0, synced);
        try {
            return heardAt(group, List.of(port(server), port(server)));
        } finally {
            stop(server);
        }
    }

    /** The same with the second at another relay, which syncs if any does. */
    private List<Integer> heardAway(@Nullable File synced) throws Exception {
        Channel far = start(0, synced);
        Channel near = start(port(far), null);
        try {
            return heardAt("away-1", List.of(port(near), port(far)));
        } finally {
            stop(near);
            stop(far);
        }
    }

    private Channel start(int other, @Nullable File synced) throws Exception {
        if (certificate == null) {
            certificate = Authority.create(directory).issue("bench.example");
        }
        return RelayServer.start(
                0, certificate.certificate().toFile(), certificate.key().toFile(), other, synced);
    }

    private static int port(Channel server) {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private static void stop(Channel server) throws InterruptedException {
        server.close().sync();
        server.eventLoop().parent().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private static List<Integer> heardAt(String group, List<Integer> ports) throws Exception {
        List<Ledger> ledgers = List.of(new Ledger(), new Ledger());
        List<EchoClient> clients = new ArrayList<>();
        CompletableFuture<Void> inside = new CompletableFuture<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        try (Loop loop = new Loop()) {
            loop.run(() -> enter(loop, ports, group, clients, inside));
            Loop.await(inside, 30);
            loop.run(
                    () -> {
                        for (int i = 0; i < 2; i++) {
                            Ledger ledger = ledgers.get(i);
                            clients.get(i)
                                    .listen(
                                            (bytes, start, end) -> {
                                                long found = Numbered.find(bytes, start, end);
                                                ledger.heard(Numbered.number(found));
                                                if (haveHeard(ledgers, group)) {
                                                    all.complete(null);
                                                }
                                            });
                        }
                        Numbered line = Numbered.line(0, BYTES);
                        for (int i = 0; i < MESSAGES; i++) {
                            clients.get(0).send(line.bytes(i));
                        }
                    });
            Loop.await(all, 30);
            assertThat(loop.call(() -> ledgers.get(1).losses(MESSAGES))).isEqualTo(Losses.NONE);
            return loop.call(() -> ledgers.stream().map(ledger -> (int) ledger.heard()).toList());
        }
    }

    private static boolean haveHeard(List<Ledger> ledgers, String group) {
        return ledgers.get(1).heard() == MESSAGES
                && (!group.startsWith("room") || ledgers.get(0).heard() == MESSAGES);
    }

    private static void enter(
            Loop loop,
            List<Integer> ports,
            String group,
            List<EchoClient> clients,
            CompletableFuture<Void> inside) {
        EchoClient.open(
                loop,
                ports.get(clients.size()),
                client -> {
                    clients.add(client);
                    client.join(
                            group,
                            () -> {
                                if (clients.size() == 2) {
                                    inside.complete(null);
                                } else {
                                    enter(loop, ports, group, clients, inside);
                                }
                            });
                },
                why -> inside.completeExceptionally(new AssertionError(why)));
    }
}
