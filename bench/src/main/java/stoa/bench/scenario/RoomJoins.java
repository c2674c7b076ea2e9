package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;
import stoa.bench.measure.Histogram;
import stoa.bench.measure.Losses;
import stoa.bench.measure.Measurement;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * Five hundred people join an empty room, one after another; a join is complete when the subject
 * has come. The price of a join is that of all 500 divided by 500, so on average 250 are inside who
 * hear of the newcomer and of whom the newcomer hears. Rooms are filled and emptied until the price
 * is steady, the next one is counted. Everybody must hear of everybody.
 */
final class RoomJoins implements Scenario {
    @Override
    public String name() {
        return "join";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.JOIN_500) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Session> people = stage.open(stage.users().first(stage.sizes().bigRoom()));
        Meter meter = stage.meter();
        Meter.WarmUp warmUp = meter.warmUp();
        boolean counts;
        do {
            counts = !warmUp.goesOn();
            String room = "hall-" + stage.newRun() + "@" + stage.users().rooms();
            Filling filling = new Filling(people, room);
            meter.quiet(10);
            Meter.Start start = meter.begin();
            stage.loop().run(filling::next);
            Loop.await(filling.done, 120);
            Losses losses = awaitPresences(stage, filling);
            Measurement filled = start.end(people.size(), filling.latency, losses, "");
            warmUp.took(filled.cpuMicros(), filled.wallNanos() / 1e9);
            if (counts) {
                stage.put(Work.JOIN_500, filled);
            } else {
                leaveAll(stage, people, room);
            }
        } while (!counts);
        stage.close(people);
    }

    /**
     * Every join is heard by the one who joins and by those inside, and brings the presence of each
     * of those: n squared in all.
     */
    private static Losses awaitPresences(Stage stage, Filling filling) {
        long expected = (long) filling.people.size() * filling.people.size();
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (stage.loop().call(() -> filling.presences) < expected
                && System.nanoTime() < deadline) {
            Meter.pause(2);
        }
        long heard = stage.loop().call(() -> filling.presences);
        return new Losses(Math.max(0, expected - heard), Math.max(0, heard - expected), 0);
    }

    private static void leaveAll(Stage stage, List<Session> people, String room) {
        stage.loop()
                .run(
                        () ->
                                people.forEach(
                                        session -> {
                                            session.listen((s, bytes, start, end) -> {});
                                            Rooms.leave(session, room);
                                        }));
        stage.meter().quiet(20);
    }

    /** Confined to the loop but for its final fields. */
    private static final class Filling {
        private final List<Session> people;
        private final String room;
        private final Histogram latency = new Histogram();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int joined;
        private long presences;

        Filling(List<Session> people, String room) {
            this.people = people;
            this.room = room;
        }

        void next() {
            if (joined == people.size()) {
                done.complete(null);
                return;
            }
            long startedAt = System.nanoTime();
            Rooms.join(
                    people.get(joined),
                    room,
                    this::presence,
                    why -> {
                        if (why.isEmpty()) {
                            latency.record(System.nanoTime() - startedAt);
                            joined++;
                            next();
                        } else {
                            done.completeExceptionally(
                                    new IllegalStateException("cannot join: " + why));
                        }
                    });
        }

        private void presence() {
            presences++;
        }
    }
}
