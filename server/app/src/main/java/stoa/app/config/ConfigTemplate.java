package stoa.app.config;

import java.util.stream.Collectors;

/** The configuration as a file with every key commented out, and as the reference page. */
public final class ConfigTemplate {
    private ConfigTemplate() {}

    /**
     * The text of a first {@code stoa.toml}. Keys are written in full, so that lines can stand in
     * any order.
     */
    public static String toml() {
        return Options.ALL.stream()
                .map(
                        option ->
                                "# "
                                        + option.doc()
                                        + "\n#"
                                        + option.key()
                                        + " = "
                                        + option.example()
                                        + "\n")
                .collect(
                        Collectors.joining(
                                "\n",
                                "# Stoa's configuration. A key left out has its default, shown here. Any key can also be given"
                                        + " to\n# ./stoa run as --set KEY=VALUE.\n\n",
                                ""));
    }

    /** The rows of the reference page. */
    public static String markdown() {
        return Options.ALL.stream()
                .map(
                        option ->
                                "| `"
                                        + option.key()
                                        + "` | `"
                                        + option.example()
                                        + "` | "
                                        + option.doc()
                                        + " |")
                .collect(
                        Collectors.joining(
                                "\n",
                                "| key | default or example | what it does |\n|---|---|---|\n",
                                "\n"));
    }
}
