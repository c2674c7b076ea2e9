package stoa.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.bench.client.Loop;
import stoa.bench.measure.Measurement;
import stoa.bench.report.Results;
import stoa.bench.report.Work;
import stoa.bench.scenario.Scenario;
import stoa.bench.scenario.Sizes;
import stoa.bench.scenario.Stage;
import stoa.bench.target.Authority;
import stoa.bench.target.EchoTarget;
import stoa.bench.target.EjabberdTarget;
import stoa.bench.target.Mode;
import stoa.bench.target.Packages;
import stoa.bench.target.ProsodyTarget;
import stoa.bench.target.RelayTarget;
import stoa.bench.target.StoaTarget;
import stoa.bench.target.Target;
import stoa.bench.target.Users;

/** One run: each server in turn, with the archive and then without, each scenario in turn. */
final class Run {
    private static final String DOMAIN = "bench.example";

    private final Sizes sizes;
    private final List<String> wantedScenarios;
    private final List<String> wantedTargets;
    private final boolean peers;
    private final List<String> settings;
    private final String javaOptions;
    private final PrintWriter out;
    private final Results results = new Results();
    // read by the shutdown hook's thread
    private volatile @Nullable Target running;

    Run(
            Sizes sizes,
            List<String> wantedScenarios,
            List<String> wantedTargets,
            boolean peers,
            List<String> settings,
            String javaOptions,
            PrintWriter out) {
        this.sizes = sizes;
        this.wantedScenarios = wantedScenarios;
        this.wantedTargets = wantedTargets;
        this.peers = peers;
        this.settings = settings;
        this.javaOptions = javaOptions;
        this.out = out;
    }

    /** Measures everything; the directory is kept when one is given. */
    Results inDirectory(@Nullable Path given) {
        if (peers) {
            Packages.require(out);
        }
        try {
            Path directory =
                    given == null
                            ? Files.createTempDirectory("stoa-bench-")
                            : Files.createDirectories(given.toAbsolutePath());
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> interrupted(directory, given == null), "stop"));
            try (Loop loop = new Loop()) {
                measureAll(directory, loop);
            } finally {
                if (given == null) {
                    delete(directory);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return results;
    }

    /** Leaves nothing behind when the bench is ended from outside, or has ended. */
    private void interrupted(Path directory, boolean temporary) {
        Target last = running;
        if (last != null) {
            last.stop();
        }
        if (temporary && Files.exists(directory)) {
            try {
                delete(directory);
            } catch (IOException e) {
                out.println("could not remove " + directory + ": " + e);
            }
        }
    }

    private void measureAll(Path directory, Loop loop) {
        Target.Setting setting =
                Target.Setting.alone(directory, Authority.create(directory), DOMAIN);
        for (Target target : targets(setting)) {
            results.column(new Results.Column(target.name(), target.version(), target.setup()));
            // the echo has no archive; its messages are the floor of both halves
            for (Mode mode : Mode.values()) {
                if (target.supports(mode)) {
                    measure(target, loop, mode);
                }
            }
        }
        results.note(
                "A unit's price is the server's CPU time from the first unit's start until the server is quiet again, divided by the units.");
    }

    private List<Target> targets(Target.Setting setting) {
        List<Target> all = new ArrayList<>();
        all.add(new EchoTarget(setting));
        all.add(new RelayTarget(setting));
        Path script = Path.of(System.getProperty("stoa.root", "."), "stoa");
        if (Files.isExecutable(script)) {
            all.add(new StoaTarget(setting, script, settings, javaOptions));
        }
        if (peers) {
            all.add(new EjabberdTarget(setting));
            all.add(new ProsodyTarget(setting, true));
            all.add(new ProsodyTarget(setting, false));
        }
        return all.stream()
                .filter(target -> wantedTargets.isEmpty() || wantedTargets.contains(target.name()))
                .toList();
    }

    private void measure(Target target, Loop loop, Mode mode) {
        List<Scenario> together = new ArrayList<>();
        for (Scenario scenario : Scenario.all()) {
            boolean wanted = wantedScenarios.isEmpty() || wantedScenarios.contains(scenario.name());
            boolean can = !scenario.oursOnly() || target.name().equals(Results.OURS);
            if (!wanted || !can || scenario.rows(mode).isEmpty()) {
                continue;
            }
            if (scenario.alone()) {
                measure(target, loop, mode, List.of(scenario));
            } else {
                together.add(scenario);
            }
        }
        if (!together.isEmpty()) {
            measure(target, loop, mode, together);
        }
    }

    /** These scenarios on one freshly started server. */
    private void measure(Target target, Loop loop, Mode mode, List<Scenario> scenarios) {
        running = target;
        try (target) {
            say(target, mode, "starts");
            Users users =
                    mode == Mode.LISTED
                            ? new Users(DOMAIN, Users.LISTED, false)
                            : new Users(DOMAIN, sizes.accounts(), true);
            boolean own = scenarios.stream().allMatch(Scenario::bringsItsServers);
            if (!own) {
                target.startFresh(mode, users);
            }
            Stage stage = new Stage(target, loop, users, sizes, results, mode);
            for (Scenario scenario : scenarios) {
                measure(stage, scenario);
            }
        } catch (RuntimeException e) {
            fail(target, mode, scenarios, e);
        }
    }

    private void measure(Stage stage, Scenario scenario) {
        Target target = stage.target();
        try {
            if (!scenario.bringsItsServers()) {
                target.requireAlive();
            }
            switch (target.kind()) {
                case ECHO -> scenario.floor(stage);
                case RELAY -> scenario.relay(stage);
                case XMPP -> scenario.run(stage);
            }
        } catch (RuntimeException e) {
            fail(target, stage.mode(), List.of(scenario), e);
        }
        for (Work row : scenario.rows(stage.mode())) {
            Results.Cell cell = results.cell(row, target.name());
            if (cell != null) {
                say(target, stage.mode(), describe(row, cell));
            }
        }
    }

    private void fail(Target target, Mode mode, List<Scenario> scenarios, RuntimeException cause) {
        say(target, mode, "FAILED: " + cause.getMessage());
        for (Scenario scenario : scenarios) {
            for (Work row : scenario.rows(mode)) {
                results.failed(row, target.name(), String.valueOf(cause.getMessage()));
            }
        }
    }

    private static String describe(Work row, Results.Cell cell) {
        String value =
                String.format(
                        Locale.ROOT, "%s: %.2f %s", row.title(), cell.value(), row.unit().sign());
        Measurement m = cell.measurement();
        if (m == null) {
            return value
                    + (cell.failure().isEmpty() ? "" : " FAILED: " + firstLine(cell.failure()));
        }
        return String.format(
                Locale.ROOT,
                "%s, %d units, %.0f/s, p50 %.2f p99 %.2f max %.1f ms, others %.0f %%%s",
                value,
                m.units(),
                m.perSecond(),
                m.p50Millis(),
                m.p99Millis(),
                m.maxMillis(),
                100 * m.othersShare(),
                cell.failure().isEmpty() ? "" : " FAILED: " + firstLine(cell.failure()));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private void say(Target target, Mode mode, String what) {
        out.println(
                target.name()
                        + (target.kind() == Target.Kind.ECHO ? "" : " (" + mode.title() + ")")
                        + ": "
                        + what);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
