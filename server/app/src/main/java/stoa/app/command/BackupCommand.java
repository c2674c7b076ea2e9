package stoa.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stoa.app.PlainException;
import stoa.files.Blobs;
import stoa.store.sql.backup.Backup;
import stoa.store.sql.backup.Manifest;

/** {@code ./stoa backup FILE}: everything the store holds, while the server runs. */
@Command(
        name = "backup",
        description = "Write everything into one file; the server may run.",
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
    /** What of the data directory goes along with the tables. */
    static final List<String> FILES = List.of("stoa.toml", "tls", Blobs.DIRECTORY);

    @Mixin ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    Path target = Path.of("stoa-backup.zip");

    @Option(names = "--replace", description = "Replace a file of that name.")
    boolean replace;

    @Override
    public Integer call() throws Exception {
        if (Files.exists(target) && !replace) {
            throw new PlainException(
                    target + " exists already; choose another name, or give --replace");
        }
        Manifest manifest =
                Backup.write(
                        options.location(options.read(false)),
                        options.data,
                        FILES,
                        target.toAbsolutePath(),
                        Instant.now());
        System.out.println(
                target
                        + " holds "
                        + manifest.rows()
                        + " rows, "
                        + Files.size(target) / 1024
                        + " KiB");
        return 0;
    }
}
