package stoa.app.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stoa.app.PlainException;
import stoa.app.pie.ImportOptions;
import stoa.app.pie.ImportReport;
import stoa.app.pie.Importer;
import stoa.app.pie.PieException;
import stoa.app.serve.PortableAccounts;

/** {@code ./stoa import FILE}: accounts with all they have, from another server (XEP-0227). */
@Command(
        name = "import",
        description = {
            "Bring accounts in from a file of XEP-0227, with all they have.",
            "The server must not run."
        },
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin ConfigOptions options = new ConfigOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The files; those they include are read with them, from their directory.")
    List<Path> files = List.of();

    @Option(names = "--dry-run", description = "Read everything and write nothing.")
    boolean dryRun;

    @Option(
            names = "--replace",
            description = "Also take accounts that exist, in place of what they have.")
    boolean replace;

    @Override
    public Integer call() throws Exception {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new PlainException(file + " is no file");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (PortableAccounts accounts =
                PortableAccounts.open(
                        options.data, options.read(false), "stop it, import, and start it again")) {
            Importer importer =
                    accounts.importer(
                            new ImportOptions(dryRun, replace), said -> say(err, "stoa: " + said));
            PieException broken = null;
            try {
                for (Path file : files) {
                    importer.run(file);
                }
            } catch (PieException e) {
                broken = e;
            }
            ImportReport report = importer.report();
            report.leftOut().forEach(sentence -> say(err, "stoa: left out: " + sentence));
            say(out, (dryRun ? "would be brought in: " : "brought in: ") + report.counts());
            if (broken != null) {
                throw new PlainException(
                        broken.getMessage() + "; what comes after that place was not read", broken);
            }
            return report.isWhole() ? 0 : 1;
        }
    }

    private static void say(PrintWriter to, String sentence) {
        to.println(sentence);
        to.flush();
    }
}
