package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Loop;

/** Opens many connections to the bare echo. Used by the driver's thread. */
final class EchoClients {
    private EchoClients() {}

    static List<EchoClient> open(Stage stage, int count) {
        List<EchoClient> clients = new ArrayList<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        stage.loop().run(() -> next(stage, count, clients, all));
        Loop.await(all, 120);
        return clients;
    }

    private static void next(
            Stage stage, int count, List<EchoClient> clients, CompletableFuture<Void> all) {
        EchoClient.open(
                stage.loop(),
                stage.target().port(),
                client -> {
                    clients.add(client);
                    if (clients.size() == count) {
                        all.complete(null);
                    } else {
                        next(stage, count, clients, all);
                    }
                },
                why -> all.completeExceptionally(new IllegalStateException("no echo: " + why)));
    }

    static void close(Stage stage, List<EchoClient> clients) {
        stage.loop().run(() -> clients.forEach(EchoClient::close));
        stage.meter().quiet(5);
    }
}
