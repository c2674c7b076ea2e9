package stoa.bench.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;
import stoa.bench.measure.Histogram;
import stoa.bench.measure.Losses;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;

/**
 * Joining a room of 500, one after another: it has 450 occupants when the first newcomer of a
 * hundred comes, 550 when the last is inside. They come and leave twice to warm up and come a third
 * time to be counted. Those already inside must hear of every newcomer.
 */
final class RoomJoins implements Scenario {
    private static final int WARM_UPS = 2;

    @Override
    public String name() {
        return "join";
    }

    @Override
    public List<Work> rows(boolean archive) {
        return archive ? List.of(Work.JOIN_500) : List.of();
    }

    @Override
    public void run(Stage stage) {
        int newcomers = stage.sizes().newcomers();
        int inside = stage.sizes().bigRoom() - newcomers / 2;
        List<Session> sessions = stage.open(stage.users().first(inside + newcomers));
        String room = "hall-" + stage.newRun() + "@" + stage.users().rooms();
        List<Session> before = sessions.subList(0, inside);
        List<Session> coming = sessions.subList(inside, sessions.size());
        Rooms.joinAll(stage.loop(), before.subList(0, 1), i -> room);
        Rooms.joinAll(stage.loop(), before.subList(1, inside), i -> room);
        long[] heard = {0};
        stage.loop()
                .run(
                        () ->
                                before.forEach(
                                        session ->
                                                session.listen(
                                                        (s, bytes, start, end) -> {
                                                            if (bytes[start + 1] == 'p') {
                                                                heard[0]++;
                                                            }
                                                        })));
        Meter meter = stage.meter();
        for (int i = 0; i < WARM_UPS; i++) {
            stage.loop().run(() -> heard[0] = 0);
            joinAll(stage, room, coming, inside, heard, new Histogram());
            leaveAll(stage, room, coming, inside, heard);
        }
        stage.loop().run(() -> heard[0] = 0);
        Histogram latency = new Histogram();
        Meter.Start start = meter.begin();
        Losses losses = joinAll(stage, room, coming, inside, heard, latency);
        stage.put(Work.JOIN_500, start.end(newcomers, latency, losses, ""));
        stage.close(sessions);
    }

    private static Losses joinAll(
            Stage stage,
            String room,
            List<Session> coming,
            int inside,
            long[] heard,
            Histogram latency) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        stage.loop().run(() -> next(coming, 0, room, latency, all));
        Loop.await(all, 120);
        return awaitHeard(stage, heard, (long) inside * coming.size());
    }

    private static void next(
            List<Session> coming,
            int i,
            String room,
            Histogram latency,
            CompletableFuture<Void> all) {
        if (i == coming.size()) {
            all.complete(null);
            return;
        }
        long startedAt = System.nanoTime();
        Rooms.join(
                coming.get(i),
                room,
                why -> {
                    if (why.isEmpty()) {
                        latency.record(System.nanoTime() - startedAt);
                        next(coming, i + 1, room, latency, all);
                    } else {
                        all.completeExceptionally(new IllegalStateException("cannot join: " + why));
                    }
                });
    }

    private static void leaveAll(
            Stage stage, String room, List<Session> coming, int inside, long[] heard) {
        stage.loop()
                .run(
                        () -> {
                            heard[0] = 0;
                            coming.forEach(session -> Rooms.leave(session, room));
                        });
        awaitHeard(stage, heard, (long) inside * coming.size());
        stage.meter().quiet(10);
    }

    private static Losses awaitHeard(Stage stage, long[] heard, long expected) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (stage.loop().call(() -> heard[0]) < expected && System.nanoTime() < deadline) {
            Meter.pause(5);
        }
        long now = stage.loop().call(() -> heard[0]);
        return new Losses(Math.max(0, expected - now), Math.max(0, now - expected), 0);
    }
}
