package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stoa.bench.client.Session;
import stoa.bench.client.Sessions;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * kill -9, start, and the time until somebody is logged in: the middle one of a few. On the data
 * that the run left so far.
 */
final class RestartAfterKill implements Scenario {
    private static final int LIMIT_SECONDS = 60;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.RESTART) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < stage.sizes().restarts(); i++) {
            stage.target().kill();
            long startedAt = System.nanoTime();
            stage.target().launch(stage.mode());
            Session session = firstLogin(stage, startedAt);
            times.add((System.nanoTime() - startedAt) / 1e9);
            Sessions.close(stage.loop(), List.of(session));
        }
        times.sort(Double::compare);
        stage.put(Work.RESTART, times.get(times.size() / 2));
    }

    private static Session firstLogin(Stage stage, long startedAt) {
        while (System.nanoTime() - startedAt < LIMIT_SECONDS * 1_000_000_000L) {
            stage.target().requireAlive();
            Session session =
                    new Session(
                            stage.loop(),
                            stage.target().port(),
                            stage.users().first(1).getFirst(),
                            false);
            CompletableFuture<Boolean> outcome = new CompletableFuture<>();
            stage.loop()
                    .run(
                            () ->
                                    session.open(
                                            s -> outcome.complete(true),
                                            (s, why) -> outcome.complete(false)));
            if (succeeded(outcome)) {
                return session;
            }
            stage.loop().run(session::drop);
            Meter.pause(5);
        }
        throw new IllegalStateException(
                "no login within " + LIMIT_SECONDS + " s:\n" + stage.target().log());
    }

    private static boolean succeeded(CompletableFuture<Boolean> outcome) {
        try {
            return outcome.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
