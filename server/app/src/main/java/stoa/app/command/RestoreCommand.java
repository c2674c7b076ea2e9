package stoa.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stoa.store.sql.DataDirectory;
import stoa.store.sql.backup.Manifest;
import stoa.store.sql.backup.Restore;

/** {@code ./stoa restore FILE}: brings a backup back; the server must not run. */
@Command(
        name = "restore",
        description = "Bring a backup back into the data directory; the server must not run.",
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    @Mixin ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "FILE")
    Path source = Path.of("stoa-backup.zip");

    @Option(names = "--replace", description = "Replace what is there.")
    boolean replace;

    @Override
    public Integer call() throws Exception {
        try (DataDirectory held = DataDirectory.open(options.data)) {
            Manifest manifest =
                    Restore.run(
                            source,
                            options.location(options.read(false)),
                            held.path(),
                            replace
                                    ? Restore.Target.MAY_BE_REPLACED
                                    : Restore.Target.MUST_BE_EMPTY);
            System.out.println(manifest.rows() + " rows were brought back into " + options.data);
        }
        return 0;
    }
}
