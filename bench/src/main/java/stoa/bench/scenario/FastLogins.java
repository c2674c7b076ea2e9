package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.Account;
import stoa.bench.client.FastSession;
import stoa.bench.client.Loop;
import stoa.bench.measure.Load;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * The same as the logins, but by SASL2 with a token (XEP-0388, XEP-0386, XEP-0484): TLS 1.3, then
 * everything up to the presence in one write. Each has had a token beforehand.
 */
final class FastLogins implements Scenario {
    private static final int LANES = 8;
    private static final int PEOPLE = 200;

    @Override
    public String name() {
        return "fast";
    }

    @Override
    public boolean oursOnly() {
        return true;
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.LOGIN_FAST) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Account> people = stage.users().first(Math.min(PEOPLE, stage.sizes().accounts()));
        List<FastSession> clients =
                people.stream()
                        .map(
                                account ->
                                        new FastSession(
                                                stage.loop(), stage.target().port(), account))
                        .toList();
        CompletableFuture<Void> all = new CompletableFuture<>();
        stage.loop().run(() -> fetchToken(clients, 0, all));
        Loop.await(all, 120);
        stage.meter().quiet(10);
        stage.measure(Work.LOGIN_FAST, new Lanes(clients));
    }

    /** The first sign-in of each, one after another. */
    private static void fetchToken(
            List<FastSession> clients, int number, CompletableFuture<Void> all) {
        if (number == clients.size()) {
            all.complete(null);
            return;
        }
        FastSession client = clients.get(number);
        client.open(
                client::close,
                why -> {
                    if (why.isEmpty()) {
                        fetchToken(clients, number + 1, all);
                    } else {
                        all.completeExceptionally(new IllegalStateException(why));
                    }
                });
    }

    private static final class Lanes extends Load {
        private final List<FastSession> clients;
        private int turn;
        private int open;

        Lanes(List<FastSession> clients) {
            this.clients = clients;
        }

        @Override
        protected void begin() {
            for (int i = open; i < LANES; i++) {
                next();
            }
        }

        private void next() {
            open++;
            FastSession client = clients.get(turn);
            turn = (turn + 1) % clients.size();
            long startedAt = System.nanoTime();
            client.open(
                    () -> {
                        done(System.nanoTime() - startedAt);
                        client.close();
                    },
                    why -> {
                        open--;
                        if (!why.isEmpty()) {
                            failed(why);
                        }
                        if (sending) {
                            next();
                        }
                    });
        }

        @Override
        public boolean drained() {
            return open == 0;
        }
    }
}
