package stoa.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stoa.app.config.ConfigException;
import stoa.app.config.ConfigReader;
import stoa.app.config.StoaConfig;
import stoa.store.sql.StoreLocation;

/** The options by which every command finds the data and the configuration. */
final class ConfigOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory.",
            required = true)
    Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; else stoa.toml in the data directory.")
    @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key of the configuration; may be repeated.")
    List<String> sets = new ArrayList<>();

    /** Where the configuration stands, or null when there is none. */
    @Nullable Path file() {
        if (config != null) {
            return config;
        }
        Path standard = data.resolve("stoa.toml");
        return Files.exists(standard) ? standard : null;
    }

    /** Where the store is. */
    StoreLocation location(StoaConfig read) {
        String url = read.storeUrl();
        return StoreLocation.of(url == null ? "" : url, data);
    }

    StoaConfig read(boolean demo) throws ConfigException {
        return ConfigReader.read(file(), sets, demo);
    }
}
