package stoa.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stoa.bench.report.JsonReport;
import stoa.bench.report.Machine;
import stoa.bench.report.MarkdownReport;
import stoa.bench.report.Results;
import stoa.bench.scenario.Scenario;
import stoa.bench.scenario.Sizes;

/** The command line of {@code ./stoa bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what each unit of work costs the server, over loopback.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--peers",
            description =
                    "Measure ejabberd and Prosody too (Debian's packages; installed when missing).")
    boolean peers;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description =
                    "Only these servers: floor, relay, stoa, ejabberd, prosody-sql, prosody-files. May be repeated.")
    List<String> targets = new ArrayList<>();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description =
                    "Only these: idle, phones, login, fast, chat, servers, room, join, assembly, presence, eventing, history, reconnect, restart, listed. May be repeated.")
    List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Length of each measured window (default: 6; quick: 1).")
    @Nullable Double seconds;

    @Option(
            names = "--quick",
            description = "Small numbers: shows that everything works, not what it costs.")
    boolean quick;

    @Option(names = "--smoke", description = "A few seconds: only whether everything arrives.")
    boolean smoke;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Messages in the archive before history pages are asked for (default: 100000).")
    long history;

    @Option(
            names = "--phones",
            paramLabel = "N",
            description = "Idle phones, two of each person (default: 10000; quick: 400).")
    @Nullable Integer phones;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A further setting of the Stoa that is measured. May be repeated.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--java-options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "For the JVM of the Stoa that is measured.")
    String javaOptions = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where the servers keep their data (default: a new temporary directory, removed at the end).")
    @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the result there as well: Markdown, or JSON when it ends in .json. May be repeated.")
    List<Path> outputs = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        List<String> known = Scenario.all().stream().map(Scenario::name).toList();
        for (String name : scenarios) {
            if (!known.contains(name)) {
                out.println(
                        "there is no scenario '"
                                + name
                                + "'; there are: "
                                + String.join(", ", known));
                return 2;
            }
        }
        Sizes sizes = phones == null ? sizes() : sizes().withPhones(phones);
        Run run = new Run(sizes, scenarios, targets, peers, settings, javaOptions, out);
        Results results = run.inDirectory(data);
        Machine machine = Machine.here();
        String markdown = MarkdownReport.of(results, machine);
        out.println();
        out.println(markdown);
        for (Path file : outputs) {
            Files.writeString(
                    file,
                    file.toString().endsWith(".json") ? JsonReport.of(results, machine) : markdown);
        }
        return results.failures().isEmpty() ? 0 : 1;
    }

    private Sizes sizes() {
        if (smoke) {
            return Sizes.smoke();
        }
        return quick
                ? Sizes.quick(seconds == null ? 1 : seconds)
                : Sizes.full(seconds == null ? 6 : seconds, history);
    }
}
