package stoa.bench.scenario;

import java.util.List;
import stoa.bench.client.Account;
import stoa.bench.client.EchoClient;
import stoa.bench.client.Session;
import stoa.bench.measure.Load;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/** Logins and polite goodbyes, eight at a time. The floor is the TLS handshake alone. */
final class Logins implements Scenario {
    private static final int LANES = 8;

    @Override
    public String name() {
        return "login";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.LOGIN) : List.of();
    }

    @Override
    public void run(Stage stage) {
        stage.measure(
                Work.LOGIN,
                new Lanes(stage, stage.users().first(Math.min(200, stage.sizes().accounts()))));
    }

    @Override
    public void floor(Stage stage) {
        stage.measure(Work.LOGIN, new Handshakes(stage));
    }

    /** Logins of these people in turn. */
    static final class Lanes extends Load {
        private final Stage stage;
        private final List<Account> accounts;
        private int turn;
        private int open;

        Lanes(Stage stage, List<Account> accounts) {
            this.stage = stage;
            this.accounts = accounts;
        }

        @Override
        protected void begin() {
            for (int i = open; i < LANES; i++) {
                next();
            }
        }

        private void next() {
            open++;
            Account account = accounts.get(turn);
            turn = (turn + 1) % accounts.size();
            long startedAt = System.nanoTime();
            new Session(stage.loop(), stage.target().port(), account, false)
                    .open(
                            session -> {
                                done(System.nanoTime() - startedAt);
                                session.close();
                            },
                            (session, why) -> {
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

    private static final class Handshakes extends Load {
        private final Stage stage;
        private int open;

        Handshakes(Stage stage) {
            this.stage = stage;
        }

        @Override
        protected void begin() {
            for (int i = open; i < LANES; i++) {
                next();
            }
        }

        private void next() {
            open++;
            long startedAt = System.nanoTime();
            EchoClient.open(
                    stage.loop(),
                    stage.target().port(),
                    client -> {
                        done(System.nanoTime() - startedAt);
                        client.close();
                    },
                    why -> {
                        open--;
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
