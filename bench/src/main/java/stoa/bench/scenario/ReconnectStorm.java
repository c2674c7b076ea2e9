package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;
import stoa.bench.client.Sessions;
import stoa.bench.measure.Histogram;
import stoa.bench.measure.Losses;
import stoa.bench.measure.Measurement;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * A thousand connections break at once and all come back at once: by a full login, or by resuming
 * their streams (XEP-0198). Until the price is steady to warm up, then counted. The price includes
 * what the server does about the lost connection.
 */
final class ReconnectStorm implements Scenario {
    @Override
    public String name() {
        return "reconnect";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED
                ? List.of(Work.RECONNECT_FULL, Work.RECONNECT_RESUMED)
                : List.of();
    }

    @Override
    public void run(Stage stage) {
        storm(stage, Work.RECONNECT_FULL, false);
        storm(stage, Work.RECONNECT_RESUMED, true);
    }

    private static void storm(Stage stage, Work row, boolean resume) {
        int count = stage.sizes().sessions();
        List<Session> sessions =
                Sessions.open(
                        stage.loop(), stage.target().port(), stage.users().first(count), resume);
        Meter meter = stage.meter();
        Meter.WarmUp warmUp = meter.warmUp();
        Measurement last;
        boolean counts;
        do {
            counts = !warmUp.goesOn();
            meter.quiet(10);
            Histogram latency = new Histogram();
            Meter.Start start = meter.begin();
            String failure = dropAndReturn(stage, sessions, resume, latency);
            last = start.end(latency.count(), latency, Losses.NONE, failure);
            warmUp.took(last.cpuMicros(), last.wallNanos() / 1e9);
        } while (!counts && last.failure().isEmpty());
        stage.put(row, last);
        stage.close(sessions);
    }

    private static String dropAndReturn(
            Stage stage, List<Session> sessions, boolean resume, Histogram latency) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<Void> back = new CompletableFuture<>();
        int[] left = {sessions.size()};
        int[] returned = {0};
        long droppedAt = System.nanoTime();
        stage.loop()
                .run(
                        () -> {
                            for (Session session : sessions) {
                                session.whenGone(
                                        why -> {
                                            if (--left[0] == 0) {
                                                gone.complete(null);
                                            }
                                        });
                                session.drop();
                            }
                        });
        Loop.await(gone, 30);
        stage.loop()
                .run(
                        () -> {
                            for (Session session : sessions) {
                                java.util.function.Consumer<Session> ready =
                                        s -> {
                                            latency.record(System.nanoTime() - droppedAt);
                                            if (++returned[0] == sessions.size()) {
                                                back.complete(null);
                                            }
                                        };
                                java.util.function.BiConsumer<Session, String> ended =
                                        (s, why) ->
                                                back.completeExceptionally(
                                                        new IllegalStateException(why));
                                if (resume) {
                                    session.resume(ready, ended);
                                } else {
                                    session.open(ready, ended);
                                }
                            }
                        });
        try {
            Loop.await(back, 90);
            return "";
        } catch (IllegalStateException e) {
            return returned[0] + " of " + sessions.size() + " came back: " + e.getMessage();
        }
    }
}
