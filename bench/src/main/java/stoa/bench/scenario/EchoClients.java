package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Loop;

/** Opens many connections to the bare echo or relay. Used by the driver's thread. */
final class EchoClients {
    private EchoClients() {}

    static List<EchoClient> open(Stage stage, int count) {
        return open(stage.loop(), stage.target().port(), count);
    }

    /** Opens them at that port. */
    static List<EchoClient> open(Loop loop, int port, int count) {
        List<EchoClient> clients = new ArrayList<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.run(() -> next(loop, port, count, clients, all));
        Loop.await(all, 120);
        return clients;
    }

    private static void next(
            Loop loop, int port, int count, List<EchoClient> clients, CompletableFuture<Void> all) {
        EchoClient.open(
                loop,
                port,
                client -> {
                    clients.add(client);
                    if (clients.size() == count) {
                        all.complete(null);
                    } else {
                        next(loop, port, count, clients, all);
                    }
                },
                why -> all.completeExceptionally(new IllegalStateException("no echo: " + why)));
    }

    /** Opens them at the relay, each in its group. */
    static List<EchoClient> inGroups(Stage stage, int count, IntFunction<String> groups) {
        List<EchoClient> clients = open(stage, count);
        join(stage.loop(), clients, groups);
        return clients;
    }

    /** Has each enter its group. */
    static void join(Loop loop, List<EchoClient> clients, IntFunction<String> groups) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        int[] joined = {0};
        loop.run(
                () -> {
                    for (int i = 0; i < clients.size(); i++) {
                        clients.get(i)
                                .join(
                                        groups.apply(i),
                                        () -> {
                                            if (++joined[0] == clients.size()) {
                                                all.complete(null);
                                            }
                                        });
                    }
                });
        Loop.await(all, 120);
    }

    static void close(Stage stage, List<EchoClient> clients) {
        stage.loop().run(() -> clients.forEach(EchoClient::close));
        stage.meter().quiet(5);
    }
}
