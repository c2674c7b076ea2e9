package stoa.bench.measure;

import stoa.bench.client.Loop;

/**
 * Measures loads: warms the server up, then runs the load for the time asked, waits until
 * everything arrived and the server is quiet, and divides the server's CPU time by the units done.
 * So work that a server puts off is counted, and nothing is cut at the window's edges. Used by the
 * driver's thread.
 */
public final class Meter {
    private static final long SLICE_MILLIS = 1_500;
    private static final double STEADY = 0.07;
    private static final int DRAIN_SECONDS = 30;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Loop loop;
    private final ProcessTree server;
    private final ProcessTree self = new ProcessTree(ProcessHandle.current().pid());
    private final double seconds;
    private final double warmUpSeconds;

    /**
     * @param warmUpSeconds the longest warm-up; it ends earlier when the price of a unit no longer
     *     changes
     */
    public Meter(Loop loop, ProcessTree server, double seconds, double warmUpSeconds) {
        this.loop = loop;
        this.server = server;
        this.seconds = seconds;
        this.warmUpSeconds = warmUpSeconds;
    }

    /** Warms up and measures. */
    public Measurement measure(Load load) {
        warmUp(load);
        return window(load, (long) (seconds * 1000));
    }

    private void warmUp(Load load) {
        WarmUp warmUp = warmUp();
        while (load.failure().isEmpty() && warmUp.goesOn()) {
            warmUp.took(window(load, SLICE_MILLIS).cpuMicros(), SLICE_MILLIS / 1000.0);
        }
    }

    /** Begins a warm-up that the caller drives itself. */
    public WarmUp warmUp() {
        return new WarmUp();
    }

    /** How long the same work is done before it is measured. */
    public final class WarmUp {
        private double before = Double.NaN;
        private double spent;
        private int steady;

        private WarmUp() {}

        /** Whether the price still changes, and there is time. */
        public boolean goesOn() {
            return spent < warmUpSeconds && steady < 2;
        }

        /** The work was done once more, at that price. */
        public void took(double cpuMicros, double seconds) {
            steady = Math.abs(cpuMicros - before) <= STEADY * before ? steady + 1 : 0;
            before = cpuMicros;
            spent += seconds;
        }
    }

    private Measurement window(Load load, long millis) {
        quiet(5);
        Start start = begin();
        long unitsBefore =
                loop.call(
                        () -> {
                            load.latency().clear();
                            load.start();
                            return load.units();
                        });
        pause(millis);
        loop.run(load::stop);
        boolean drained = drain(load);
        return start.end(load, unitsBefore, drained);
    }

    /** Marks the start of a window that the caller drives itself. */
    public Start begin() {
        return new Start();
    }

    /** The counters at a window's start. */
    public final class Start {
        private final long cpu = server.cpuNanos();
        private final long own = self.cpuNanos();
        private final long machine = ProcessTree.machineBusyNanos();
        private final long time = System.nanoTime();

        private Measurement end(Load load, long unitsBefore, boolean drained) {
            long wall = System.nanoTime() - time;
            quiet(5);
            return loop.call(
                    () ->
                            result(
                                    load.units() - unitsBefore,
                                    wall,
                                    load.latency(),
                                    load.losses(),
                                    load.failure().isEmpty() && !drained
                                            ? "not everything came back"
                                            : load.failure()));
        }

        /** Waits until the server is quiet and sums up. */
        public Measurement end(long units, Histogram latency, Losses losses, String failure) {
            long wall = System.nanoTime() - time;
            quiet(5);
            return result(units, wall, latency, losses, failure);
        }

        private Measurement result(
                long units, long wall, Histogram latency, Losses losses, String failure) {
            long all = System.nanoTime() - time;
            long used = server.cpuNanos() - cpu;
            long others =
                    Math.max(
                            0,
                            ProcessTree.machineBusyNanos()
                                    - machine
                                    - used
                                    - (self.cpuNanos() - own));
            return new Measurement(
                    units,
                    used,
                    wall,
                    latency.percentileNanos(50) / 1e6,
                    latency.percentileNanos(99) / 1e6,
                    latency.maxNanos() / 1e6,
                    (double) others / all / CORES,
                    losses,
                    failure);
        }
    }

    private boolean drain(Load load) {
        long deadline = System.nanoTime() + DRAIN_SECONDS * 1_000_000_000L;
        while (!loop.call(load::drained)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(5);
        }
        return true;
    }

    /** Waits until the server uses less than a tenth of a core, at most so many seconds. */
    public void quiet(int atMostSeconds) {
        long deadline = System.nanoTime() + atMostSeconds * 1_000_000_000L;
        long before = server.cpuNanos();
        while (System.nanoTime() < deadline) {
            pause(200);
            long now = server.cpuNanos();
            if (now - before <= 20_000_000) {
                return;
            }
            before = now;
        }
    }

    /** Sleeps: time is what is measured here. */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
